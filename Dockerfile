# The image of web, worker and beat. Built by `docker compose build`; runs as an ordinary user.
FROM node:22-slim AS browser-packages
WORKDIR /site
COPY package.json package-lock.json ./
RUN npm ci --omit=dev --no-audit --no-fund

FROM python:3.12-slim
RUN apt-get update \
    && apt-get install -y --no-install-recommends \
        fontconfig fonts-noto-cjk libharfbuzz-subset0 libpango-1.0-0 libpangoft2-1.0-0 \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --user-group --home-dir /site nuanxin
WORKDIR /site
COPY requirements.lock ./
RUN pip install --no-cache-dir --require-hashes --requirement requirements.lock
COPY --from=browser-packages /site/node_modules ./node_modules
COPY . .
# The addresses are never opened while building: they only keep the embedded servers out.
RUN export DATABASE_URL=postgresql://nobody@localhost/none REDIS_URL=redis://localhost:1/0 \
        NUANXIN_LOCAL_DIR=/site/.local \
    && python manage.py fetch_fonts && rm -rf /var/lib/apt/lists/* \
    && python manage.py translations --compile \
    && python manage.py collectstatic --no-input --verbosity 0 \
    && mkdir -p /data/private \
    && chown -R nuanxin:nuanxin /data /site/.local
USER nuanxin
ENV NUANXIN_PRODUCTION=1 PRIVATE_DIR=/data/private PYTHONUNBUFFERED=1 BIND=0.0.0.0 PORT=8000
EXPOSE 8000
CMD ["honcho", "start", "web"]
