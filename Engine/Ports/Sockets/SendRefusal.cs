using Pipeline.Engine.Packets;
using Pipeline.Engine.Ports.Native;

namespace Pipeline.Engine.Ports.Sockets;

/// <summary>What the kernel's refusal to send a packet means for it.</summary>
internal static class SendRefusal
{
    /// <summary>The reason; <see cref="DropReason.PortBusy"/> says that the same packet may pass a moment later.</summary>
    public static DropReason ReasonOf(LinuxError error) => error switch
    {
        LinuxError.TryAgain or LinuxError.NoBuffers or LinuxError.NoMemory => DropReason.PortBusy,
        LinuxError.MessageTooLong => DropReason.TooBig,
        _ => DropReason.SendRefused,
    };
}
