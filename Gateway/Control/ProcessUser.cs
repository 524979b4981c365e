using System.Buffers.Binary;
using System.Globalization;
using System.Net.Sockets;

namespace Pipeline.Gateway.Control;

/// <summary>Whose process this is, and whose is at the other end of a socket (Linux).</summary>
internal static class ProcessUser
{
    private const int SocketLevel = 1;
    private const int PeerCredentials = 17;

    /// <summary>struct ucred: process, user, group, each of 32 bits (unix(7)).</summary>
    private const int CredentialsLength = 12;
    private const int UserOffset = 4;

    private const uint Root = 0;

    /// <summary>The effective user of this process; null where the system does not say.</summary>
    public static uint? Own { get; } = ReadOwn();

    /// <summary>True when the process at the other end is ours or root's, or the system cannot tell: the socket's mode decides then.</summary>
    public static bool IsTrusted(Socket peer)
    {
        if (!OperatingSystem.IsLinux() || Own is not { } own)
        {
            return true;
        }

        Span<byte> credentials = stackalloc byte[CredentialsLength];
        if (peer.GetRawSocketOption(SocketLevel, PeerCredentials, credentials) != CredentialsLength)
        {
            return false;
        }

        // The kernel writes it in the machine's own byte order.
        ReadOnlySpan<byte> bytes = credentials[UserOffset..];
        uint user = BitConverter.IsLittleEndian ? BinaryPrimitives.ReadUInt32LittleEndian(bytes) : BinaryPrimitives.ReadUInt32BigEndian(bytes);
        return user == own || user == Root;
    }

    private static uint? ReadOwn()
    {
        const string Field = "Uid:";
        if (!OperatingSystem.IsLinux())
        {
            return null;
        }

        // proc(5): real, effective, saved and file system user.
        string? line = File.ReadLines("/proc/self/status").FirstOrDefault(text => text.StartsWith(Field, StringComparison.Ordinal));
        string[] users = line?[Field.Length..].Split('\t', StringSplitOptions.RemoveEmptyEntries) ?? [];
        return users.Length > 1 && uint.TryParse(users[1], NumberStyles.None, CultureInfo.InvariantCulture, out uint user) ? user : null;
    }
}
