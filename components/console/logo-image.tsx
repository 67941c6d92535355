/** The admin's own picture, as it is: the browser runs nothing of what is in it. Nothing when there is none. */
export function LogoImage({ src, alt, className }: { src: string | null; alt: string; className: string }) {
  if (src === null) return null;
  // biome-ignore lint/performance/noImgElement: it is small, and no image server of ours is between.
  return <img src={src} alt={alt} className={className} />;
}
