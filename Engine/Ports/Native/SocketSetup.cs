using Pipeline.Engine.Wire.Ip;

namespace Pipeline.Engine.Ports.Native;

/// <summary>Opens sockets, and says in words why one cannot be opened.</summary>
internal static unsafe class SocketSetup
{
    /// <summary>Opens a UDP socket at an address and port, which reports what the IP header of each datagram said.</summary>
    /// <exception cref="PortUnavailableException">The port is taken, the address not ours, or a capability missing.</exception>
    public static Descriptor OpenUdp(in UdpEndpoint local, int bufferBytes)
    {
        string what = $"UDP port {local.Port}";
        Descriptor socket = Open(local.Address.IsIpv6, LinuxNumbers.TypeDatagram, protocol: 0, what);
        // Else "any IPv6 address" is any IPv4 address too, which has a socket of its own. Cannot fail on a fresh socket.
        _ = !local.Address.IsIpv6 || Libc.TrySetOption(socket, LinuxNumbers.LevelIpv6, LinuxNumbers.Ipv6Only, 1);
        return Finish(socket, local, bufferBytes, what, "CAP_NET_BIND_SERVICE");
    }

    /// <summary>Opens a raw socket that receives packets of one protocol for an address.</summary>
    /// <exception cref="PortUnavailableException">A capability is missing, or the address not ours.</exception>
    public static Descriptor OpenRaw(in IpAddress local, byte protocol, int bufferBytes)
    {
        string what = $"a raw socket for IP protocol {protocol}";
        Descriptor socket = Open(local.IsIpv6, LinuxNumbers.TypeRaw, protocol, what);
        return Finish(socket, new UdpEndpoint(local, 0), bufferBytes, what, "CAP_NET_RAW");
    }

    /// <summary>Opens a raw socket that sends whole IP packets, as they are, and receives none.</summary>
    /// <exception cref="PortUnavailableException">A capability is missing.</exception>
    public static Descriptor OpenSender(bool isIpv6, int bufferBytes)
    {
        Descriptor socket = Open(isIpv6, LinuxNumbers.TypeRaw, LinuxNumbers.ProtocolAnyPacket, "a raw socket to send packets");
        Enlarge(socket, bufferBytes);
        return socket;
    }

    /// <summary>The port that a socket has: the kernel's choice where 0 was asked for.</summary>
    public static ushort PortOf(Descriptor socket)
    {
        byte* name = stackalloc byte[SocketAddress.MaximumLength];
        uint length = SocketAddress.MaximumLength;
        return Libc.SocketName(socket, name, &length) == 0
            && SocketAddress.TryRead(new ReadOnlySpan<byte>(name, (int)length), out UdpEndpoint endpoint)
            ? endpoint.Port
            : (ushort)0;
    }

    private static Descriptor Open(bool isIpv6, int type, int protocol, string what)
    {
        PortUnavailableException.ThrowIfNotLinux(what);
        Descriptor socket = Libc.Socket(
            isIpv6 ? LinuxNumbers.FamilyIpv6 : LinuxNumbers.FamilyIpv4,
            type | LinuxNumbers.NonBlocking | LinuxNumbers.CloseOnExec,
            protocol);
        if (!socket.IsInvalid)
        {
            return socket;
        }

        LinuxError error = Libc.LastError;
        throw new PortUnavailableException(error switch
        {
            LinuxError.NotPermitted => $"{what} needs CAP_NET_RAW: run as root, or give the program this capability",
            LinuxError.FamilyNotSupported => $"{what}: this kernel has no IPv{(isIpv6 ? 6 : 4)}",
            _ => $"{what} cannot be opened: {PortUnavailableException.Describe(error)}",
        });
    }

    private static Descriptor Finish(Descriptor socket, in UdpEndpoint local, int bufferBytes, string what, string capability)
    {
        try
        {
            Enlarge(socket, bufferBytes);
            AskForHeader(socket, local.Address.IsIpv6);
            Bind(socket, local, what, capability);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static void Bind(Descriptor socket, in UdpEndpoint local, string what, string capability)
    {
        byte* name = stackalloc byte[SocketAddress.MaximumLength];
        int length = SocketAddress.Write(local, new Span<byte>(name, SocketAddress.MaximumLength));
        if (Libc.Bind(socket, name, (uint)length) == 0)
        {
            return;
        }

        LinuxError error = Libc.LastError;
        throw new PortUnavailableException(error switch
        {
            LinuxError.AddressInUse =>
                $"{what} of {local.Address} is taken by another process; \"ss -lunp\" shows which one, stop it or write another port",
            LinuxError.AccessDenied => $"{what} needs {capability}: run as root, or give the program this capability",
            LinuxError.AddressNotAvailable => $"{what}: no interface has the address {local.Address}",
            _ => $"{what} of {local.Address} cannot be used: {PortUnavailableException.Describe(error)}",
        });
    }

    /// <summary>Asks for the buffers that the options want; without CAP_NET_ADMIN the system's own limit holds.</summary>
    private static void Enlarge(Descriptor socket, int bytes)
    {
        _ = Libc.TrySetOption(socket, LinuxNumbers.LevelSocket, LinuxNumbers.ReceiveBufferForce, bytes)
            || Libc.TrySetOption(socket, LinuxNumbers.LevelSocket, LinuxNumbers.ReceiveBuffer, bytes);
        _ = Libc.TrySetOption(socket, LinuxNumbers.LevelSocket, LinuxNumbers.SendBufferForce, bytes)
            || Libc.TrySetOption(socket, LinuxNumbers.LevelSocket, LinuxNumbers.SendBuffer, bytes);
    }

    private static void AskForHeader(Descriptor socket, bool isIpv6)
    {
        int level = isIpv6 ? LinuxNumbers.LevelIpv6 : LinuxNumbers.LevelIpv4;
        ReadOnlySpan<int> wanted = isIpv6
            ? [LinuxNumbers.Ipv6ReceivePacketInformation, LinuxNumbers.Ipv6ReceiveHopLimit, LinuxNumbers.Ipv6ReceiveTrafficClass]
            : [LinuxNumbers.Ipv4PacketInformation, LinuxNumbers.Ipv4ReceiveTimeToLive, LinuxNumbers.Ipv4ReceiveTypeOfService];
        foreach (int option in wanted)
        {
            if (!Libc.TrySetOption(socket, level, option, 1))
            {
                throw new PortUnavailableException(
                    $"the kernel refuses socket option {option} of level {level}: {PortUnavailableException.Describe(Libc.LastError)}");
            }
        }
    }
}
