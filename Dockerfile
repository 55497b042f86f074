FROM node:24-slim AS dependencies
WORKDIR /app
COPY package.json package-lock.json ./
# No package that runs needs an install script: better-sqlite3 brings its built library.
RUN npm ci --omit=dev --ignore-scripts --no-audit --no-fund

FROM node:24-slim
ENV NODE_ENV=production \
    MERIDIAN_ZONES=/app/zones \
    MERIDIAN_DATA=/data \
    MERIDIAN_DNS=0.0.0.0:5300
WORKDIR /app
COPY --from=dependencies /app/node_modules ./node_modules
COPY LICENSE meridian package.json ./
COPY src ./src
COPY probes ./probes
COPY zones ./zones
# A named volume takes the owner of the folder that it is first mounted on.
RUN mkdir /data && chown node:node /data
USER node
# The API is on the container's own loopback address. To publish its port: MERIDIAN_API=0.0.0.0:8053, and MERIDIAN_API_CERT and MERIDIAN_API_KEY.
VOLUME /data
EXPOSE 5300/udp 5300/tcp 8053/tcp
HEALTHCHECK --interval=10s --timeout=3s --start-period=10s \
  CMD ["node", "-e", "require(process.env.MERIDIAN_API_CERT ? 'https' : 'http').get({ host: '127.0.0.1', port: 8053, path: '/healthz', rejectUnauthorized: false }, r => process.exit(r.statusCode === 200 ? 0 : 1)).on('error', () => process.exit(1))"]
# The flag is that of the launcher, which says why.
ENTRYPOINT ["node", "--wasm-wrapper-tiering-budget=2000000000", "src/main.ts"]
CMD ["serve"]
