#!/bin/sh
# The OpenSSL inside SQLCipher, without what SQLCipher never calls: it needs AES, HMAC, SHA, PBKDF2 and random bytes. The
# rest (TLS, certificates, other ciphers, public keys) would be megabytes on every phone and code to worry about.
# openssl-src takes no list of its own, but asks for the Perl that runs OpenSSL's Configure: see .cargo/config.toml.
set -eu

if [ "${1-}" = ./Configure ]; then
    shift
    set -- ./Configure "$@" \
        no-apps no-docs no-http no-sock no-dgram no-async no-ui-console no-engine no-autoload-config no-err no-filenames \
        no-ssl no-tls no-dtls no-quic no-srtp no-srp no-psk no-nextprotoneg no-ct no-ocsp no-ts no-cms no-cmp no-rfc3779 \
        no-dh no-dsa no-ec no-gost no-sm2 no-ml-dsa no-ml-kem no-slh-dsa no-lms \
        no-aria no-bf no-blake2 no-cast no-chacha no-cmac no-des no-md4 no-mdc2 no-ocb no-poly1305 no-rc2 no-rc4 no-rmd160 \
        no-scrypt no-argon2 no-siphash no-siv no-sm3 no-sm4 no-whirlpool no-multiblock no-integrity-only-ciphers
fi
exec perl "$@"
