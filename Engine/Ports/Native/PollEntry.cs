using System.Runtime.InteropServices;

namespace Pipeline.Engine.Ports.Native;

/// <summary>One descriptor to wait for: <c>struct pollfd</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct PollEntry
{
    /// <summary>POLLIN: something can be read.</summary>
    public const short Readable = 1;

    /// <summary>POLLERR, POLLHUP or POLLNVAL: the descriptor is of no use any more; reading says why.</summary>
    public const short Broken = 0x8 | 0x10 | 0x20;

    /// <summary>The descriptor.</summary>
    public int Descriptor;

    /// <summary>What is waited for.</summary>
    public short Wanted;

    /// <summary>What has come.</summary>
    public short Happened;
}
