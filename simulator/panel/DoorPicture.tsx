import { useEffect, useState } from 'react';

const staysOpenMs = 5_000;

/** The door beside the panel: it stands open for five seconds after each release. */
export function DoorPicture({ opened }: { readonly opened: number }) {
  const [open, setOpen] = useState(false);
  useEffect(() => {
    if (opened === 0) return;
    setOpen(true);
    const timer = setTimeout(() => setOpen(false), staysOpenMs);
    return () => clearTimeout(timer);
  }, [opened]);
  return (
    <div className="door" data-open={open}>
      <div className="frame" aria-hidden="true">
        <div className="leaf" />
      </div>
      <p role="status">{open ? 'The door is open' : 'The door is locked'}</p>
    </div>
  );
}
