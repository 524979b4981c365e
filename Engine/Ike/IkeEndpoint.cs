using Pipeline.Engine.Wire.Ip;

namespace Pipeline.Engine.Ike;

/// <summary>One end of a UDP path.</summary>
/// <param name="Address">Its address.</param>
/// <param name="Port">Its UDP port: 500, 4500, or what a NAT made of it.</param>
public readonly record struct IkeEndpoint(IpAddress Address, ushort Port)
{
    /// <inheritdoc/>
    public override string ToString() => Address.IsIpv6 ? $"[{Address}]:{Port}" : $"{Address}:{Port}";
}
