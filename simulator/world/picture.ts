import sharp from 'sharp';

/** The scripted visitor's photo: drawn, with the time, and never of anybody. */
export async function drawnVisitor(now: Date): Promise<Uint8Array> {
  const time = now.toTimeString().slice(0, 8);
  const hue = Math.floor((now.getTime() / 1000) % 360);
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="640" height="480" viewBox="0 0 640 480">
    <rect width="640" height="480" fill="hsl(${hue} 25% 82%)"/>
    <rect y="360" width="640" height="120" fill="hsl(${hue} 18% 58%)"/>
    <rect x="460" y="70" width="130" height="300" rx="6" fill="hsl(${hue} 22% 45%)"/>
    <circle cx="480" cy="225" r="7" fill="#f2e6b8"/>
    <path d="M150 480 C150 350 220 320 290 320 C360 320 430 350 430 480 Z" fill="hsl(${(hue + 190) % 360} 45% 42%)"/>
    <circle cx="290" cy="220" r="92" fill="#d9a77c"/>
    <path d="M198 205 C200 110 380 110 382 205 C350 165 230 165 198 205 Z" fill="#3b2a22"/>
    <circle cx="258" cy="222" r="9" fill="#22201e"/><circle cx="322" cy="222" r="9" fill="#22201e"/>
    <path d="M255 262 Q290 290 325 262" fill="none" stroke="#7a3f2e" stroke-width="7" stroke-linecap="round"/>
    <text x="24" y="46" font-family="sans-serif" font-size="30" fill="#fff">${time}</text>
  </svg>`;
  return sharp(Buffer.from(svg)).jpeg({ quality: 82 }).toBuffer();
}
