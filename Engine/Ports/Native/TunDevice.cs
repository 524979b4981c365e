using System.Text;

namespace Pipeline.Engine.Ports.Native;

/// <summary>Opens TUN devices (Linux Documentation/networking/tuntap.rst).</summary>
internal static unsafe class TunDevice
{
    private const string Path = "/dev/net/tun";
    private const uint SetInterface = 0x400454CA; // TUNSETIFF
    private const short LayerThree = 0x0001; // IFF_TUN: IP packets, no Ethernet
    private const short NoPacketInformation = 0x1000; // IFF_NO_PI: nothing in front of them
    private const int NameLength = 16;
    private const int RequestLength = 40; // struct ifreq

    /// <summary>Attaches to a device, which is made when it is not there; one that was made goes away with its descriptor.</summary>
    /// <param name="name">Its name, or a pattern with %d.</param>
    /// <param name="actualName">The name that it has.</param>
    /// <exception cref="PortUnavailableException">A capability, the driver or the name is not to be had.</exception>
    public static Descriptor Open(string name, out string actualName)
    {
        PortUnavailableException.ThrowIfNotLinux($"The TUN device {name}");
        Descriptor device = Libc.Open(
            Path, LinuxNumbers.OpenReadWrite | LinuxNumbers.OpenNonBlocking | LinuxNumbers.OpenCloseOnExec);
        if (device.IsInvalid)
        {
            throw Refused(name, Libc.LastError);
        }

        byte* request = stackalloc byte[RequestLength];
        var bytes = new Span<byte>(request, RequestLength);
        bytes.Clear();
        Encoding.ASCII.GetBytes(name.AsSpan(0, Math.Min(name.Length, TunOptions.MaximumNameLength)), bytes);
        System.Runtime.InteropServices.MemoryMarshal.Write(bytes[NameLength..], (short)(LayerThree | NoPacketInformation));
        if (Libc.Control(device, SetInterface, request) != 0)
        {
            PortUnavailableException refusal = Refused(name, Libc.LastError);
            device.Dispose();
            throw refusal;
        }

        actualName = Encoding.ASCII.GetString(bytes[..bytes.IndexOf((byte)0)]);
        return device;
    }

    private static PortUnavailableException Refused(string name, LinuxError error) => new(error switch
    {
        LinuxError.NotPermitted or LinuxError.AccessDenied =>
            $"The TUN device {name} needs CAP_NET_ADMIN: run as root, or give the program this capability",
        LinuxError.NoEntry or LinuxError.NoDevice =>
            $"The TUN device {name} needs {Path}: load the driver with \"modprobe tun\", or let the container have it",
        LinuxError.Busy => $"The TUN device {name} is used by another process; stop it or write another name",
        LinuxError.Invalid => $"{name} is no TUN device, or no name for one; write another name",
        _ => $"The TUN device {name} cannot be opened: {PortUnavailableException.Describe(error)}",
    });
}
