using System.Runtime.InteropServices;

namespace Pipeline.Engine.Ports.Native;

/// <summary>What <c>recvmsg</c> and <c>sendmsg</c> take: <c>struct msghdr</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct MessageHeader
{
    /// <summary>MSG_TRUNC: the datagram was longer than the room for it.</summary>
    public const int Truncated = 0x20;

    /// <summary>The other end's socket address.</summary>
    public void* Name;

    /// <summary>Bytes of the address.</summary>
    public uint NameLength;

    /// <summary>The parts of the payload.</summary>
    public MemoryPart* Parts;

    /// <summary>How many parts.</summary>
    public nuint PartCount;

    /// <summary>Ancillary data, see <see cref="ControlReader"/> and <see cref="ControlWriter"/>.</summary>
    public void* Control;

    /// <summary>Bytes of ancillary data.</summary>
    public nuint ControlLength;

    /// <summary>Set by <c>recvmsg</c>.</summary>
    public int Flags;
}
