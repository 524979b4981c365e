#!/usr/bin/python3
"""Sends protected packets to the guest and records what comes back.

  exchange.py IN OUT COUNT [SECONDS]

Run it in the guest's namespace: nsenter --net --target PID exchange.py ...
IN: pcap or pcapng with link type RAW (101). OUT: pcap, RAW, with the guest's ESP, AH and UDP 4500 packets in order.
Ends as soon as COUNT answers came (exit 0) or after SECONDS (default 3; exit 1, and the answers there are are kept)."""
import select
import socket
import struct
import sys
import time

INTERFACE = "wan0"
GUEST_MAC = bytes.fromhex("020000000002")
LINKTYPE_RAW = 101
ETHERTYPES = {4: 0x0800, 6: 0x86DD}
ESP, AH, UDP, NAT_TRAVERSAL_PORT = 50, 51, 17, 4500


def packets_of(path):
    """Yields every packet of a little-endian pcap or pcapng file."""
    data = open(path, "rb").read()
    if data[:4] == b"\xd4\xc3\xb2\xa1":
        offset, step = 24, lambda at: (at + 16, struct.unpack_from("<I", data, at + 8)[0])
        while offset < len(data):
            start, length = step(offset)
            yield data[start:start + length]
            offset = start + length
        return
    offset = 0
    while offset < len(data):
        kind, size = struct.unpack_from("<II", data, offset)
        if kind == 6:  # enhanced packet block: interface, two words of time, captured length, original length
            length = struct.unpack_from("<I", data, offset + 20)[0]
            yield data[offset + 28:offset + 28 + length]
        offset += size


def is_protected(packet):
    """True for ESP, AH and UDP 4500, the three things an IPsec peer may answer with."""
    protocol, payload = (packet[9], 20) if packet[0] >> 4 == 4 else (packet[6], 40)
    if protocol == UDP:
        return struct.unpack_from(">H", packet, payload)[0] == NAT_TRAVERSAL_PORT
    return protocol in (ESP, AH)


def trimmed(frame):
    """Cuts off Ethernet padding: the length is what the IP header says."""
    if frame[0] >> 4 == 4:
        return frame[:struct.unpack_from(">H", frame, 2)[0]]
    return frame[:40 + struct.unpack_from(">H", frame, 4)[0]]


def main(source, target, count, seconds=3.0):
    """Does the exchange; returns the exit code."""
    wire = socket.socket(socket.AF_PACKET, socket.SOCK_DGRAM, socket.htons(3))
    wire.bind((INTERFACE, 0))
    for packet in packets_of(source):
        wire.sendto(packet, (INTERFACE, ETHERTYPES[packet[0] >> 4], 0, 0, GUEST_MAC))

    answers, others, end = [], [], time.monotonic() + seconds
    while len(answers) < count and select.select([wire], [], [], max(0, end - time.monotonic()))[0]:
        frame, (_, ethertype, kind, *_) = wire.recvfrom(65535)
        if kind == socket.PACKET_OUTGOING or ethertype not in ETHERTYPES.values():
            continue
        packet = trimmed(frame)
        (answers if is_protected(packet) else others).append(packet)

    with open(target, "wb") as out:
        out.write(struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 65535, LINKTYPE_RAW))
        for number, packet in enumerate(answers):
            out.write(struct.pack("<IIII", number, 0, len(packet), len(packet)) + packet)
    if len(answers) < count:
        print("%d of %d answers" % (len(answers), count))
        for packet in others:
            print("unprotected packet from the guest: " + packet[:80].hex())
        return 1
    return 0


if __name__ == "__main__":
    if len(sys.argv) not in (4, 5):
        sys.exit(__doc__)
    sys.exit(main(sys.argv[1], sys.argv[2], int(sys.argv[3]), *map(float, sys.argv[4:])))
