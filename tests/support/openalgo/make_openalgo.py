#!/usr/bin/env python3
"""Makes and changes a miniature OpenAlgo folder for tests.

    make_openalgo.py FOLDER init [--wal]           folder, .env, empty database, the miniature sources
    make_openalgo.py FOLDER user NAME KEY BROKER   API key (real Argon2id hash) and broker login of one user
    make_openalgo.py FOLDER key NAME KEY           a new API key for a user
    make_openalgo.py FOLDER revoke NAME            ends the broker login
    make_openalgo.py FOLDER logout NAME            removes the broker login
    make_openalgo.py FOLDER token NAME TOKEN       a new broker token for a user
    make_openalgo.py FOLDER drop TABLE             removes a table
    make_openalgo.py FOLDER lock                   keeps readers out; prints "locked", lets go at end of stdin
    make_openalgo.py FOLDER write                  keeps a WAL writer in a transaction; prints "writing", commits at
                                                   end of stdin
"""

import os
import shutil
import sqlite3
import sys

PEPPER = "a-pepper-for-tests-0123456789abcdef0123456789abcdef"


def database_path(folder):
    return os.path.join(folder, "db", "openalgo.db")


def connect(folder):
    return sqlite3.connect(database_path(folder), isolation_level=None)


def hashed(key):
    import argon2

    return argon2.PasswordHasher().hash(key + PEPPER)


def set_key(db, name, key):
    db.execute("DELETE FROM api_keys WHERE user_id = ?", (name,))
    db.execute(
        "INSERT INTO api_keys (user_id, api_key_hash, api_key_encrypted) VALUES (?, ?, '')",
        (name, hashed(key)),
    )


def init(folder, wal):
    os.makedirs(os.path.join(folder, "db"), exist_ok=True)
    shutil.copytree(
        os.path.join(os.path.dirname(os.path.abspath(__file__)), "tree"), folder, dirs_exist_ok=True
    )
    with open(os.path.join(folder, ".env"), "w", encoding="utf-8") as env:
        env.write(
            "# a miniature of what OpenAlgo writes\n"
            f"API_KEY_PEPPER = '{PEPPER}'\n"
            "DATABASE_URL = 'sqlite:///db/openalgo.db'\n"
            "VALID_BROKERS = 'zerodha,angel'\n"
            "HOST_SERVER = 'http://127.0.0.1:5000'\n"
            "APP_MODE = 'standalone'\n"
        )
    db = connect(folder)
    if wal:
        db.execute("PRAGMA journal_mode=WAL")
    db.execute(
        "CREATE TABLE api_keys (id INTEGER PRIMARY KEY, user_id VARCHAR NOT NULL UNIQUE, api_key_hash TEXT NOT NULL,"
        " api_key_encrypted TEXT NOT NULL, order_mode VARCHAR(20) DEFAULT 'auto')"
    )
    db.execute(
        "CREATE TABLE auth (id INTEGER PRIMARY KEY, name VARCHAR(255) NOT NULL UNIQUE, auth TEXT NOT NULL,"
        " feed_token TEXT, broker VARCHAR(20) NOT NULL, user_id VARCHAR(255), is_revoked BOOLEAN)"
    )
    db.close()


def hold(db, word):
    print(word, flush=True)
    sys.stdin.read()
    db.execute("COMMIT")


def main():
    folder, verb, *rest = sys.argv[1:]
    if verb == "init":
        return init(folder, "--wal" in rest)
    db = connect(folder)
    if verb == "user":
        name, key, broker = rest
        set_key(db, name, key)
        db.execute("DELETE FROM auth WHERE name = ?", (name,))
        db.execute("INSERT INTO auth (name, auth, broker, is_revoked) VALUES (?, 'token', ?, 0)", (name, broker))
    elif verb == "key":
        set_key(db, *rest)
    elif verb == "revoke":
        db.execute("UPDATE auth SET is_revoked = 1 WHERE name = ?", rest)
    elif verb == "logout":
        db.execute("DELETE FROM auth WHERE name = ?", rest)
    elif verb == "token":
        db.execute("UPDATE auth SET auth = ?, is_revoked = 0 WHERE name = ?", (rest[1], rest[0]))
    elif verb == "drop":
        db.execute(f"DROP TABLE {rest[0]}")
    elif verb == "lock":
        db.execute("BEGIN EXCLUSIVE")
        hold(db, "locked")
    elif verb == "write":
        db.execute("BEGIN IMMEDIATE")
        db.execute("UPDATE auth SET is_revoked = 1")
        hold(db, "writing")
    else:
        sys.exit(f"unknown verb {verb}")


main()
