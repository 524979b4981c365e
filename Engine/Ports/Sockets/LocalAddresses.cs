using Pipeline.Engine.Wire.Ip;

namespace Pipeline.Engine.Ports.Sockets;

/// <summary>Opens one thing for each address that a port shall have, all or none.</summary>
internal static class LocalAddresses
{
    private static readonly IpAddress AnyIpv4 = new(UInt128.Zero, IsIpv6: false);
    private static readonly IpAddress AnyIpv6 = new(UInt128.Zero, IsIpv6: true);

    /// <summary>Opens for each address; without addresses for every IPv4 and, where the kernel has it, every IPv6 one.</summary>
    /// <typeparam name="T">What is opened.</typeparam>
    /// <param name="addresses">The addresses; empty for any.</param>
    /// <param name="open">Opens for one.</param>
    /// <exception cref="PortUnavailableException">One could not be opened; those before it are closed again.</exception>
    public static List<T> OpenEach<T>(IReadOnlyList<IpAddress> addresses, Func<IpAddress, T> open)
        where T : IDisposable
    {
        var opened = new List<T>();
        try
        {
            foreach (IpAddress address in addresses.Count == 0 ? Any() : addresses)
            {
                opened.Add(open(address));
            }

            return opened;
        }
        catch
        {
            opened.ForEach(one => one.Dispose());
            throw;
        }
    }

    private static IReadOnlyList<IpAddress> Any() =>
        System.Net.Sockets.Socket.OSSupportsIPv6 ? [AnyIpv4, AnyIpv6] : [AnyIpv4];
}
