# The suite in an image: `docker build -t devicemode . && docker run devicemode` runs it against the reference;
# `docker run devicemode run FILE` and the like do what the command of that name does. CI carries these steps out without
# Docker: tools/dockerfile.py.
FROM python:3.11-slim
WORKDIR /devicemode
COPY pyproject.toml README.md LICENSE ./
COPY simulator simulator
COPY features features
COPY fixtures fixtures
COPY adapters/page adapters/page
COPY tests/ports/segment/features tests/ports/segment/features
RUN pip install --no-cache-dir '.[pytest,geoip]'
WORKDIR /work
ENTRYPOINT ["devicemode"]
CMD ["conform"]
