#!/bin/sh
# The guest's first process (see guest.sh): mounts, modules, addresses, then a loop that runs console lines.
#
#   guest-init.sh DIRECTORY
#
# The guest is side b of the drawing in InteropTests/README.md; every neighbour entry is static, because ARP and
# neighbour discovery would otherwise meet the IPsec policies of the transport-mode cases.
export PATH=/usr/sbin:/usr/bin:/sbin:/bin
directory=$1

mount -t proc proc /proc
mount -t tmpfs tmpfs /run
stty -echo -onlcr

# Everything is loaded now and nothing later: for each new combination of algorithms the kernel would otherwise run
# modprobe several times, which takes longer than the case itself.
modprobe -q -a -d "$directory" ipv6 dummy xfrm_user esp4 ah4 esp6 ah6 authenc authencesn gcm ccm ctr cbc ecb seqiv \
    echainiv drbg jitterentropy_rng hmac md5 sha1_generic sha256_generic sha512_generic des_generic aes_generic \
    ghash-generic chacha20poly1305 chacha_generic poly1305_generic xcbc cmac crypto_null
echo >/proc/sys/kernel/modprobe
echo 0 >/proc/sys/net/ipv6/conf/all/accept_dad
echo 0 >/proc/sys/net/ipv6/conf/default/accept_dad

ip -batch - <<COMMANDS
link set lo up
address add 198.51.100.2/24 dev vec0
link set vec0 up
address add 2001:db8:51::2/64 dev vec0 nodad
neighbour replace 198.51.100.1 lladdr 02:00:00:00:00:01 dev vec0 nud permanent
neighbour replace 2001:db8:51::1 lladdr 02:00:00:00:00:01 dev vec0 nud permanent
link add lan0 type dummy
address add 10.61.2.1/24 dev lan0
link set lan0 up
address add 2001:db8:61:2::1/64 dev lan0 nodad
route add 10.61.1.0/24 via 198.51.100.1 src 10.61.2.1
route add 2001:db8:61:1::/64 via 2001:db8:51::1 src 2001:db8:61:2::1
COMMANDS
for filter in /proc/sys/net/ipv4/conf/*/rp_filter; do echo 0 >"$filter"; done
/usr/bin/python3 "$directory/udp-encapsulation.py"

echo "@@READY"
while IFS= read -r line; do
    ( eval "$line" ) </dev/null 2>&1
    echo "@@RC $?"
done
