namespace Pipeline.InteropTests.Lab;

/// <summary>What a machine must have for a scenario; packages.txt lists the Debian packages.</summary>
public static class Requirements
{
    /// <summary>Debian's Python; a version manager's shim in front of it would cost every exchange a moment.</summary>
    public const string Python = "/usr/bin/python3";

    private static readonly string[] Directories =
        ["/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin"];

    /// <summary>Why the guest cannot run here, or null when it can.</summary>
    public static string? MissingForGuest()
    {
        if (!OperatingSystem.IsLinux() || !Environment.IsPrivilegedProcess)
        {
            return "needs root on Linux: the guest is attached by a tap device";
        }

        if (!File.Exists("/dev/net/tun"))
        {
            return "needs /dev/net/tun";
        }

        return Directory.Exists("/usr/lib/uml/modules")
            ? MissingTool("linux.uml", "ip", "modprobe", "unshare", "nsenter", Python)
            : "needs the package user-mode-linux";
    }

    /// <summary>Why gateways cannot run in network namespaces here, or null when they can.</summary>
    public static string? MissingForNamespaces()
    {
        if (!OperatingSystem.IsLinux() || !Environment.IsPrivilegedProcess)
        {
            return "needs root on Linux: network namespaces and TUN devices";
        }

        return File.Exists("/dev/net/tun") ? MissingTool("ip", "unshare", "nsenter", "ping", "fping") : "needs /dev/net/tun";
    }

    /// <summary>Why strongSwan cannot run here, or null when it can.</summary>
    public static string? MissingForStrongSwan() => MissingForNamespaces()
        ?? (File.Exists("/usr/lib/ipsec/charon") ? MissingTool("swanctl", "nft", "openssl") : "needs the packages of strongSwan");

    /// <summary>Why tshark cannot run here, or null when it can.</summary>
    public static string? MissingForTshark() => MissingTool("tshark");

    private static string? MissingTool(params string[] tools)
    {
        foreach (string tool in tools)
        {
            if (!Directories.Any(directory => File.Exists(Path.Combine(directory, tool))))
            {
                return $"needs the program {tool} (InteropTests/Lab/packages.txt lists the packages)";
            }
        }

        return null;
    }
}
