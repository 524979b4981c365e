using System.ComponentModel;
using Pipeline.Engine.Ports.Native;

namespace Pipeline.Engine.Ports;

/// <summary>A port cannot be opened: a privilege, a device or an address is missing, or another process has it.</summary>
/// <param name="message">What is missing, and what gives it.</param>
public sealed class PortUnavailableException(string message) : Exception(message)
{
    /// <summary>Refuses at once where the system calls of the Linux ports do not exist.</summary>
    /// <exception cref="PlatformNotSupportedException">This is not Linux.</exception>
    internal static void ThrowIfNotLinux(string what)
    {
        if (!OperatingSystem.IsLinux())
        {
            throw new PlatformNotSupportedException($"{what} needs Linux; in-memory and capture ports work everywhere");
        }
    }

    /// <summary>The system's words for an error.</summary>
    internal static string Describe(LinuxError error) => $"{new Win32Exception((int)error).Message} (error {(int)error})";
}
