-- Two roles for PostgreSQL: the owner of the database, who runs `manage.py prepare`, and
-- brnoplan_web, under which the portal serves: it reads and writes rows and changes no table,
-- so that no SQL of the portal can take off the triggers that keep a published edition.
-- Once, as a superuser, before or after the first `prepare`:
--   BRNOPLAN_WEB_PASSWORD=… psql --dbname=brnoplan --file=deploy/postgresql-roles.sql
\set ON_ERROR_STOP on
\getenv password BRNOPLAN_WEB_PASSWORD
SELECT pg_get_userbyid(datdba) AS owner FROM pg_database WHERE datname = current_database() \gset

CREATE ROLE brnoplan_web LOGIN PASSWORD :'password';

-- A table of its own, even a temporary one, could stand in for the one that a trigger asks.
REVOKE CREATE, TEMPORARY ON DATABASE :"DBNAME" FROM PUBLIC;
REVOKE CREATE ON SCHEMA public FROM PUBLIC;

GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO brnoplan_web;
GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO brnoplan_web;
ALTER DEFAULT PRIVILEGES FOR ROLE :"owner" IN SCHEMA public
    GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO brnoplan_web;
ALTER DEFAULT PRIVILEGES FOR ROLE :"owner" IN SCHEMA public
    GRANT USAGE ON SEQUENCES TO brnoplan_web;
