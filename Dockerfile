# The portal as an image: everything is installed, compiled and collected when it is built, so
# that a container only has to start. Its data folder is the volume /data.
FROM debian:trixie-slim AS build
RUN apt-get update \
    && apt-get install --yes --no-install-recommends ca-certificates python3 python3-venv \
    && rm -rf /var/lib/apt/lists/*
COPY requirements/base.txt /build/base.txt
RUN python3 -m venv /venv \
    && /venv/bin/pip install --no-cache-dir --disable-pip-version-check --require-hashes -r /build/base.txt
WORKDIR /app
COPY . .
RUN BRNOPLAN_DATA=/build/data BRNOPLAN_STATIC=/app/collected/static \
    /venv/bin/python manage.py prepare --files-only

# nginx before the portal, with its static files: --target proxy.
FROM debian:trixie-slim AS proxy
RUN apt-get update \
    && apt-get install --yes --no-install-recommends nginx libnginx-mod-http-brotli-static \
    && rm -rf /var/lib/apt/lists/* /etc/nginx/sites-enabled/default \
    && install --directory --owner=www-data /var/lib/nginx /var/lib/nginx/brnoplan /run/nginx \
    && install --directory --owner=10001 /run/brnoplan \
    && ln -sf /dev/stdout /var/log/nginx/brnoplan.log \
    && ln -sf /dev/stderr /var/log/nginx/error.log
COPY deploy/nginx/brnoplan /etc/nginx/brnoplan
COPY deploy/nginx/container.conf /etc/nginx/nginx.conf
COPY --from=build /app/collected/static /var/cache/brnoplan/static
USER www-data
EXPOSE 8080 8443
CMD ["nginx", "-g", "daemon off;"]

FROM debian:trixie-slim AS portal
# PostgreSQL's own programs are for `manage.py backup`.
RUN apt-get update \
    && apt-get install --yes --no-install-recommends \
        python3 postgresql-client libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --no-create-home --home-dir /nonexistent brnoplan \
    && install --directory --owner=brnoplan --mode=700 /data /backups \
    && install --directory --owner=brnoplan /run/brnoplan
COPY --from=build /venv /venv
COPY --from=build /app /app
WORKDIR /app
ENV PATH=/venv/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    BRNOPLAN_BIND=0.0.0.0:8000,unix:/run/brnoplan/portal.sock \
    BRNOPLAN_DATA=/data \
    BRNOPLAN_STATIC=/app/collected/static
USER brnoplan
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s CMD ["python", "deploy/health.py"]
CMD ["gunicorn", "--config", "deploy/gunicorn.conf.py"]
