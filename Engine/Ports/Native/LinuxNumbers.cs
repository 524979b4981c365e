namespace Pipeline.Engine.Ports.Native;

/// <summary>Numbers of the Linux interface, under their C names in words; sources are the uapi headers named at each group.</summary>
internal static class LinuxNumbers
{
    // bits/fcntl-linux.h
    public const int OpenReadWrite = 2;
    public const int OpenNonBlocking = 0x800;
    public const int OpenCloseOnExec = 0x80000;

    // bits/socket.h: families, types, and the flags of a type
    public const ushort FamilyIpv4 = 2;
    public const ushort FamilyIpv6 = 10;
    public const ushort FamilyNetlink = 16;
    public const int TypeDatagram = 2;
    public const int TypeRaw = 3;
    public const int NonBlocking = 0x800;
    public const int CloseOnExec = 0x80000;

    // asm-generic/socket.h
    public const int LevelSocket = 1;
    public const int SendBuffer = 7;
    public const int ReceiveBuffer = 8;
    public const int SendBufferForce = 32;
    public const int ReceiveBufferForce = 33;

    // linux/in.h
    public const int LevelIpv4 = 0;
    public const int Ipv4TypeOfService = 1;
    public const int Ipv4TimeToLive = 2;
    public const int Ipv4PacketInformation = 8;
    public const int Ipv4MtuDiscover = 10;
    public const int Ipv4ReceiveTimeToLive = 12;
    public const int Ipv4ReceiveTypeOfService = 13;
    public const int MtuDiscoverNever = 0;
    public const int MtuDiscoverAlways = 2;

    // linux/in6.h
    public const int LevelIpv6 = 41;
    public const int Ipv6Only = 26;
    public const int Ipv6ReceivePacketInformation = 49;
    public const int Ipv6PacketInformation = 50;
    public const int Ipv6ReceiveHopLimit = 51;
    public const int Ipv6HopLimit = 52;
    public const int Ipv6ReceiveTrafficClass = 66;
    public const int Ipv6TrafficClass = 67;

    /// <summary>IPPROTO_RAW: a socket that sends whole IP packets of any protocol, and receives none.</summary>
    public const int ProtocolAnyPacket = 255;
}
