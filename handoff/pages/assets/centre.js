// A customer centre gives the chat a fresh token whenever it asks; here the demo's server makes it.
const chat = document.querySelector('support-chat')

chat.fetchToken = async () => {
  const answer = await fetch('/api/demo/token', {
    method: 'POST',
    headers: {'Content-Type': 'application/json'},
    body: JSON.stringify({customer: chat.dataset.customer}),
  })
  if (!answer.ok) throw new Error(`no token: ${answer.status}`)
  return (await answer.json()).token
}
