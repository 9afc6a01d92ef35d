import styles from './brand.module.css';

/** A source and three rings: sound that leaves one place and reaches many. */
export const BrandMark = ({ size = 34 }: { size?: number }) => (
  <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden className={styles.mark}>
    <rect width="32" height="32" rx="8" className={styles.ground} />
    <circle cx="9.5" cy="22.5" r="2.9" className={styles.source} />
    <g className={styles.rings}>
      <path d="M9.5 15.6a6.9 6.9 0 0 1 6.9 6.9" />
      <path d="M9.5 10.6a11.9 11.9 0 0 1 11.9 11.9" opacity=".82" />
      <path d="M9.5 5.6a16.9 16.9 0 0 1 16.9 16.9" opacity=".5" />
    </g>
  </svg>
);

const rings = [18, 34, 46, 62, 68, 90, 112, 118, 140, 166, 196];
const rays = Array.from({ length: 14 }, (_, index) => (index * 360) / 14);

/** The face of a bronze drum, as quiet ornament on deep grounds. */
export const DrumMotif = ({ className = '' }: { className?: string | undefined }) => (
  <svg viewBox="-200 -200 400 400" aria-hidden className={`${styles.motif} ${className}`}>
    {rings.map((radius) => (
      <circle key={radius} r={radius} />
    ))}
    {rays.map((angle) => (
      <path key={angle} d="M-4.2 -17 0 -44 4.2 -17Z" transform={`rotate(${angle})`} data-ray />
    ))}
    <circle r="101" strokeDasharray="2 8" strokeWidth="7" />
    <circle r="153" strokeDasharray="1.4 6" strokeWidth="12" />
  </svg>
);
