namespace Pipeline.InteropTests.Lab;

/// <summary>Two network namespaces with a cable between them: wan0 on both sides, addresses as in the README's drawing.</summary>
public sealed class NetworkPair : ILabNetwork
{
    private readonly HeldSpace _left = new();
    private readonly HeldSpace _right = new();

    public NetworkPair()
    {
        Left.Configure($"link add wan0 type veth peer name wan0 netns {Right.ProcessId}");
        SetUp(Left, LabAddresses.OurOuter);
        SetUp(Right, LabAddresses.GuestOuter);
    }

    /// <inheritdoc/>
    public NetworkSpace Left => _left.Space;

    /// <inheritdoc/>
    public NetworkSpace Right => _right.Space;

    /// <summary>Ends both namespaces, and with them the cable.</summary>
    public void Dispose()
    {
        _left.Dispose();
        _right.Dispose();
    }

    /// <summary>Has both sides lose every IP fragment that arrives, as careless firewalls do.</summary>
    public NetworkPair LosingFragments()
    {
        Left.Filter(IpFragmentFilter);
        Right.Filter(IpFragmentFilter);
        return this;
    }

    /// <summary>Before the kernel puts fragments together again (priority -400): offset and "more fragments", but not "don't fragment".</summary>
    private const string IpFragmentFilter = """
        table ip fragments {
          chain arriving {
            type filter hook prerouting priority -450
            ip frag-off & 0x3fff != 0 counter drop
          }
        }
        """;

    private static void SetUp(NetworkSpace space, Func<IpVersion, string> outer) => space.Configure(
        $"""
        link set lo up
        address add {outer(IpVersion.V4)}/24 dev wan0
        address add {outer(IpVersion.V6)}/64 dev wan0 nodad
        link set wan0 up
        """);
}
