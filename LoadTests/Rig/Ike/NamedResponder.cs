using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Pipeline.LoadTests.Rig.Ike;

/// <summary>A responder somewhere else, as <c>--responder</c> names it.</summary>
/// <param name="Name">What rows call it.</param>
/// <param name="Address">Its IPv4 address.</param>
/// <param name="Process">Its process, when that runs on this machine and is known.</param>
internal sealed record NamedResponder(string Name, IPAddress Address, Process? Process)
{
    /// <summary>Reads <c>name=198.51.100.2#4711</c>; name and process may be left out.</summary>
    /// <returns>Null for anything else, and for a process that is not there.</returns>
    public static NamedResponder? TryParse(string text)
    {
        string[] parts = text.Split('=', 2);
        string[] ends = parts[^1].Split('#', 2);
        Process? process = ends.Length == 2 ? Find(ends[1]) : null;
        return IPAddress.TryParse(ends[0], out IPAddress? address)
            && address.AddressFamily == AddressFamily.InterNetwork
            && (ends.Length == 1 || process is not null)
            ? new NamedResponder(parts.Length == 2 ? parts[0] : ends[0], address, process)
            : null;
    }

    private static Process? Find(string id)
    {
        try
        {
            return Process.GetProcessById(int.Parse(id, NumberStyles.None, CultureInfo.InvariantCulture));
        }
        catch (Exception nobody) when (nobody is ArgumentException or FormatException or OverflowException)
        {
            return null;
        }
    }
}
