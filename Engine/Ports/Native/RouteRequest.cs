using System.Runtime.InteropServices;
using Pipeline.Engine.Wire.Ip;

namespace Pipeline.Engine.Ports.Native;

/// <summary>One request to the kernel's routing tables, as rtnetlink takes it (linux/rtnetlink.h). All fields are in host order.</summary>
/// <remarks><code>
/// | length (4) | type (2) | flags (2) | sequence (4) | port (4) |  a fixed part by type  |  attributes: length (2), type (2), value, padding
/// </code></remarks>
internal sealed class RouteRequest
{
    private const int HeaderLength = 16;
    private const ushort NewLink = 16;
    private const ushort NewAddress = 20;
    private const ushort DeleteAddress = 21;
    private const ushort NewRoute = 24;
    private const ushort DeleteRoute = 25;
    private const ushort Asks = 0x001; // NLM_F_REQUEST
    private const ushort WantsAnswer = 0x004; // NLM_F_ACK
    private const ushort Replaces = 0x100; // NLM_F_REPLACE
    private const ushort OnlyIfNew = 0x200; // NLM_F_EXCL
    private const ushort Creates = 0x400; // NLM_F_CREATE
    private const uint Up = 1; // IFF_UP
    private const ushort LinkMtu = 4; // IFLA_MTU
    private const ushort AddressOfPeer = 1; // IFA_ADDRESS
    private const ushort AddressOfUs = 2; // IFA_LOCAL
    private const ushort RouteDestination = 1; // RTA_DST
    private const ushort RouteDevice = 4; // RTA_OIF
    private const byte NoDuplicateDetection = 0x02; // IFA_F_NODAD: nobody else is on the device
    private const byte MainTable = 254;
    private const byte SetByHand = 4; // RTPROT_STATIC
    private const byte LinkScope = 253; // the destination is right behind the device
    private const byte Unicast = 1;

    private readonly byte[] _bytes = new byte[128];
    private int _length = HeaderLength;

    private RouteRequest(string what, ushort type, ushort flags)
    {
        What = what;
        MemoryMarshal.Write(_bytes.AsSpan(4), type);
        MemoryMarshal.Write(_bytes.AsSpan(6), (ushort)(flags | Asks | WantsAnswer));
    }

    /// <summary>What it asks for, for messages.</summary>
    public string What { get; }

    /// <summary>The request.</summary>
    public ReadOnlySpan<byte> Bytes
    {
        get
        {
            MemoryMarshal.Write(_bytes, (uint)_length);
            return _bytes.AsSpan(0, _length);
        }
    }

    /// <summary>Sets a device's MTU and brings it up.</summary>
    public static RouteRequest BringUp(uint device, int mtu)
    {
        var request = new RouteRequest($"an MTU of {mtu}", NewLink, 0);
        Span<byte> link = request.Add(16);
        MemoryMarshal.Write(link[4..], device);
        MemoryMarshal.Write(link[8..], Up);
        MemoryMarshal.Write(link[12..], Up);
        request.AddNumber(LinkMtu, (uint)mtu);
        return request;
    }

    /// <summary>Gives a device an address.</summary>
    public static RouteRequest AddAddress(uint device, in InterfaceAddress address) =>
        ForAddress(NewAddress, Creates | Replaces, device, address);

    /// <summary>Takes it away.</summary>
    public static RouteRequest RemoveAddress(uint device, in InterfaceAddress address) => ForAddress(DeleteAddress, 0, device, address);

    /// <summary>Sends a network's packets to a device; an equal route that exists is an error, and not replaced.</summary>
    public static RouteRequest AddRoute(uint device, in InterfaceAddress network) =>
        ForRoute(NewRoute, Creates | OnlyIfNew, device, network);

    /// <summary>Takes the route away.</summary>
    public static RouteRequest RemoveRoute(uint device, in InterfaceAddress network) => ForRoute(DeleteRoute, 0, device, network);

    private static RouteRequest ForAddress(ushort type, ushort flags, uint device, in InterfaceAddress address)
    {
        var request = new RouteRequest($"the address {address}", type, flags);
        Span<byte> fixedPart = request.Add(8);
        fixedPart[0] = FamilyOf(address.Address);
        fixedPart[1] = (byte)address.PrefixLength;
        fixedPart[2] = address.Address.IsIpv6 ? NoDuplicateDetection : (byte)0;
        MemoryMarshal.Write(fixedPart[4..], device);
        address.Address.Write(request.AddAttribute(AddressOfUs, address.Address.Length));
        address.Address.Write(request.AddAttribute(AddressOfPeer, address.Address.Length));
        return request;
    }

    private static RouteRequest ForRoute(ushort type, ushort flags, uint device, in InterfaceAddress network)
    {
        var request = new RouteRequest($"the route to {network}", type, flags);
        Span<byte> fixedPart = request.Add(12);
        fixedPart[0] = FamilyOf(network.Address);
        fixedPart[1] = (byte)network.PrefixLength;
        fixedPart[4] = MainTable;
        fixedPart[5] = SetByHand;
        fixedPart[6] = network.Address.IsIpv6 ? (byte)0 : LinkScope;
        fixedPart[7] = Unicast;
        network.Address.Write(request.AddAttribute(RouteDestination, network.Address.Length));
        request.AddNumber(RouteDevice, device);
        return request;
    }

    private static byte FamilyOf(in IpAddress address) =>
        (byte)(address.IsIpv6 ? LinuxNumbers.FamilyIpv6 : LinuxNumbers.FamilyIpv4);

    private void AddNumber(ushort type, uint value) => MemoryMarshal.Write(AddAttribute(type, sizeof(uint)), value);

    private Span<byte> AddAttribute(ushort type, int length)
    {
        const int AttributeHeader = 4;
        Span<byte> attribute = Add(AttributeHeader + length);
        MemoryMarshal.Write(attribute, (ushort)(AttributeHeader + length));
        MemoryMarshal.Write(attribute[2..], type);
        return attribute[AttributeHeader..];
    }

    /// <summary>The next bytes, zero. All lengths here are multiples of 4, so that nothing needs padding.</summary>
    private Span<byte> Add(int length)
    {
        _length += length;
        return _bytes.AsSpan(_length - length, length);
    }
}
