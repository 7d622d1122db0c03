"""The accessibility statement that Act 99/2019 asks for, and what the city adds to other pages."""
