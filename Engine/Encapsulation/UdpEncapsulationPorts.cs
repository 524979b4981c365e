namespace Pipeline.Engine.Encapsulation;

/// <summary>The UDP ports that ESP travels under (RFC 3948); both 4500 unless a NAT changed one.</summary>
/// <param name="Source">Source port of the protected packets of this SA.</param>
/// <param name="Destination">Destination port of the protected packets of this SA.</param>
public readonly record struct UdpEncapsulationPorts(ushort Source, ushort Destination);
