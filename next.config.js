/** @type {import("next").NextConfig} */
export default {
  poweredByHeader: false,
  // The front compresses once per change; gzip on every request would cost more than the page (docs/decisions/0002).
  compress: false,
  // The renderer answers whole documents: late <title> and late boundaries would need JavaScript to fall into place.
  htmlLimitedBots: /.*/,
  images: { unoptimized: true },
  productionBrowserSourceMaps: false,
  serverExternalPackages: ["pino", "pg", "ioredis", "nodemailer", "better-auth"],
  // Types are checked by `npm test`, tests included; whoever only starts the product need not wait for it.
  typescript: { ignoreBuildErrors: true },
  experimental: { serverActions: { bodySizeLimit: "1mb" } },
};
