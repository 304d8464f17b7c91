#!/bin/sh
# Every check, in the order in which a fault is cheapest to find; stops at the first that fails.
set -eu
cd "$(dirname "$0")/.."
PATH="$PWD/.venv/bin:$PATH"
random() { python -c "import secrets; print(secrets.token_hex($1))"; }
check() { printf '\n== %s\n' "$*"; "$@"; }

if [ -z "${DATABASE_URL:-}" ] || [ -z "${REDIS_URL:-}" ]; then
    if ! python -m config.embedded status; then
        trap 'python -m config.embedded stop' EXIT
        trap 'exit 130' INT TERM
    fi
    urls=$(python -m config.embedded env)
    eval "$urls"
fi

printf '\n== the template of the test databases is made meanwhile\n'
python -m tests.make_template &
making=$!

check ruff check .
check ruff format --check .
check mypy .
check python manage.py makemigrations --check --dry-run
check python manage.py translations --check
printf '\n== manage.py check --deploy, as in production\n'
env NUANXIN_PRODUCTION=1 ALLOWED_HOSTS=nuanxin.example SECRET_KEY="$(random 40)" \
    CSRF_TRUSTED_ORIGINS=https://nuanxin.example ENCRYPTION_KEYS="1:$(random 16)" \
    DIGEST_KEYS="1:$(random 32)" AUDIT_KEY="$(random 32)" \
    python manage.py check --deploy --fail-level WARNING
python manage.py translations --compile
wait "$making"
check pytest -n "${TEST_PROCESSES:-2}" --dist worksteal "$@"
printf '\n== all checks passed\n'
