using Pipeline.Engine.Wire.Ip;

namespace Pipeline.Engine.Ike;

/// <summary>Where messages of an IKE SA go from and to, as we see it.</summary>
/// <param name="Local">Ours.</param>
/// <param name="Remote">The peer's.</param>
public readonly record struct IkePath(UdpEndpoint Local, UdpEndpoint Remote)
{
    /// <summary>The port of IKE (RFC 7296 §2).</summary>
    public const ushort IkePort = 500;

    /// <summary>The port of IKE and ESP behind NATs (RFC 7296 §2.23).</summary>
    public const ushort NatPort = 4500;

    /// <summary>The same path after the float to port 4500; a port that is no longer 500 is kept, since a NAT or an option chose it.</summary>
    public IkePath Floated => new(Float(Local), Float(Remote));

    /// <summary>"198.51.100.1:500 > 198.51.100.2:500".</summary>
    /// <remarks>Written here, because the compiler's would print <see cref="Floated"/>, and that one's, without end.</remarks>
    public override string ToString() => $"{Local} > {Remote}";

    private static UdpEndpoint Float(UdpEndpoint end) => end.Port == IkePort ? end with { Port = NatPort } : end;
}
