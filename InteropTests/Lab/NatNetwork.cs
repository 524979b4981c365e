namespace Pipeline.InteropTests.Lab;

/// <summary>
/// A network with a third namespace in the middle, which hides one side behind the address that this side has in a
/// <see cref="NetworkPair"/>: nftables masquerades, source ports are chosen at random.
/// </summary>
/// <remarks>
/// <code>
/// side behind the NAT                NAT                           other side
/// wan0 192.168.77.2 ---- 192.168.77.1 lan0   wan0 198.51.100.1 ---- wan0 198.51.100.2      we are behind it, on the left
/// </code>
/// </remarks>
public sealed class NatNetwork : ILabNetwork
{
    /// <summary>The address of the side that is behind the NAT.</summary>
    public const string Hidden = "192.168.77.2";

    private const string Inside = "192.168.77.1";

    private const string Masquerade = """
        table ip hide {
          chain leaving {
            type nat hook postrouting priority srcnat
            oifname "wan0" masquerade random
          }
        }
        """;

    private readonly HeldSpace _left = new();
    private readonly HeldSpace _middle = new();
    private readonly HeldSpace _right = new();

    /// <param name="hidesUs">True when we are behind it, false when the peer is.</param>
    public NatNetwork(bool hidesUs)
    {
        (string us, string them) = (LabAddresses.OurOuter(IpVersion.V4), LabAddresses.GuestOuter(IpVersion.V4));
        (NetworkSpace hidden, NetworkSpace open) = hidesUs ? (Left, Right) : (Right, Left);
        (string mapped, string other) = hidesUs ? (us, them) : (them, us);
        NetworkSpace middle = _middle.Space;
        middle.Configure(
            $"""
            link add lan0 type veth peer name wan0 netns {hidden.ProcessId}
            link add wan0 type veth peer name wan0 netns {open.ProcessId}
            address add {Inside}/24 dev lan0
            address add {mapped}/24 dev wan0
            link set lan0 up
            link set wan0 up
            """);
        middle.Run(["sh", "-c", "echo 1 >/proc/sys/net/ipv4/ip_forward"]);
        middle.Filter(Masquerade);
        hidden.Configure(
            $"""
            link set lo up
            address add {Hidden}/24 dev wan0
            link set wan0 up
            route add default via {Inside}
            """);
        open.Configure(
            $"""
            link set lo up
            address add {other}/24 dev wan0
            link set wan0 up
            """);
    }

    /// <inheritdoc/>
    public NetworkSpace Left => _left.Space;

    /// <inheritdoc/>
    public NetworkSpace Right => _right.Space;

    /// <inheritdoc/>
    public void Dispose()
    {
        _left.Dispose();
        _middle.Dispose();
        _right.Dispose();
    }
}
