/** The real socket under a {@link Connection}. */
import {io} from 'socket.io-client'
import type {SocketLike} from './connection'

export function dial(server: string, namespace: '/customer' | '/operator'): SocketLike {
  return io(server + namespace, {
    autoConnect: false,
    reconnection: false, // ours, because every attempt may need a fresh token
    forceNew: true,
    transports: ['websocket', 'polling'],
    tryAllTransports: true,
  })
}
