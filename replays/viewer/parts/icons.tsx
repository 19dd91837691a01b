const PATHS = {
  play: 'M5 3.5v13l11-6.5z',
  pause: 'M5 3.5h3.5v13H5zM11.5 3.5H15v13h-3.5z',
  next: 'M4 4l8 6-8 6zM13.5 4H16v12h-2.5z',
  back: 'M16 4l-8 6 8 6zM4 4h2.500v12H4z',
  first: 'M17 4l-6.500 6L17 16zM10 4l-6.500 6L10 16zM2 4h1.500v12H2z',
  last: 'M3 4l6.500 6L3 16zM10 4l6.500 6L10 16zM16.500 4H18v12h-1.500z',
  loop: 'M6 5h7a4 4 0 0 1 4 4v1h-2V9a2 2 0 0 0-2-2H6v2.500L2.500 6 6 2.500zM14 15H7a4 4 0 0 1-4-4v-1h2v1a2 2 0 0 0 2 2h7v-2.500l3.500 3.500-3.500 3.500z',
  sun: 'M10 6a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM9.300 1h1.400v3H9.300zM9.300 16h1.400v3H9.300zM1 9.300h3v1.400H1zM16 9.300h3v1.400h-3z',
  link: 'M8 12l4-4M7 9l-2.500 2.500a3 3 0 0 0 4 4L11 13M9 7l2.500-2.500a3 3 0 0 1 4 4L13 11',
} as const

/** A picture for a button; the button has the name. */
export const Icon = ({ name }: { readonly name: keyof typeof PATHS }) => (
  <svg
    viewBox="0 0 20 20"
    width="16"
    height="16"
    aria-hidden="true"
    class={name === 'link' ? 'icon lined' : 'icon'}
  >
    <path d={PATHS[name]} />
  </svg>
)
