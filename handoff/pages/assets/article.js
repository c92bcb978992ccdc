// "Pomohlo vám to?": says which article and whether it helped, and nothing of who says so.
const section = document.querySelector('[data-judge]')
const said = section.querySelector('[data-said]')
const buttons = [...section.querySelectorAll('[data-helped]')]
section.hidden = false

for (const button of buttons) button.addEventListener('click', () => judge(button.dataset.helped === 'true'))

async function judge(helped) {
  for (const button of buttons) button.disabled = true
  const thanks = helped
    ? 'Ďakujeme, sme radi.'
    : 'Ďakujeme, článok vylepšíme. Ak potrebujete poradiť, napíšte nám v chate alebo na stránke Kontakt.'
  try {
    const answer = await fetch('/api/help/feedback', {
      method: 'POST',
      headers: {'Content-Type': 'application/json'},
      body: JSON.stringify({slug: section.dataset.judge, helped}),
    })
    if (!answer.ok) throw new Error(String(answer.status))
    said.textContent = thanks
  } catch {
    said.textContent = 'Odpoveď sa nepodarilo odoslať. Skúste to, prosím, znova.'
    for (const button of buttons) button.disabled = false
  }
}
