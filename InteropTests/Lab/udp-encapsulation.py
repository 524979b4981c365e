#!/usr/bin/python3
"""Holds UDP port 4500 with the socket option UDP_ENCAP, for IPv4 and for IPv6, and goes to the background.

  udp-encapsulation.py [PID_FILE]      /run/udp-encapsulation.pid unless another is named

The kernel takes ESP out of UDP only where such a socket exists; `ip xfrm` alone does not make one (RFC 3948)."""
import os
import signal
import socket
import sys

UDP_ENCAP, UDP_ENCAP_ESPINUDP = 100, 2

held = []
for family, address in ((socket.AF_INET, "0.0.0.0"), (socket.AF_INET6, "::")):
    encapsulation = socket.socket(family, socket.SOCK_DGRAM)
    if family == socket.AF_INET6:
        encapsulation.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
    encapsulation.bind((address, 4500))
    encapsulation.setsockopt(socket.IPPROTO_UDP, UDP_ENCAP, UDP_ENCAP_ESPINUDP)
    held.append(encapsulation)

child = os.fork()
if child == 0:
    os.setsid()
    signal.pause()

with open(sys.argv[1] if len(sys.argv) > 1 else "/run/udp-encapsulation.pid", "w", encoding="ascii") as file:
    file.write(str(child))
