using System.Net.Sockets;
using Pipeline.Engine.Ports;

namespace Pipeline.Gateway.Control;

/// <summary>The control socket in the file system: made for its owner alone, and gone when its gateway is.</summary>
/// <remarks>
/// Made under another name, given its mode while nobody can connect yet, and only then moved to its path: who sees it there sees it
/// finished, and a file that a dead gateway has left is replaced in one step.
/// </remarks>
internal sealed class ControlListener : IDisposable
{
    private const string UnfinishedSuffix = ".new";
    private const int Backlog = 16;
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private ControlListener(Socket socket, string path) => (Socket, Path) = (socket, path);

    /// <summary>Accepts clients.</summary>
    public Socket Socket { get; }

    /// <summary>Where it is.</summary>
    public string Path { get; }

    /// <summary>Makes it, and its folder when there is none.</summary>
    /// <exception cref="PortUnavailableException">Another gateway has it, or it cannot be made; the message says what to do.</exception>
    public static ControlListener Open(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            throw new PlatformNotSupportedException("the control socket needs Unix");
        }

        try
        {
            string folder = System.IO.Path.GetDirectoryName(path) ?? "/";
            Directory.CreateDirectory(folder, OwnerOnly | UnixFileMode.UserExecute);
            RefuseIfTaken(path);
            return new ControlListener(Make(path), path);
        }
        catch (Exception refusal) when (refusal is IOException or UnauthorizedAccessException or SocketException)
        {
            throw new PortUnavailableException($"control socket {path} cannot be made: {refusal.Message}; name another in control.socket");
        }
    }

    /// <summary>Closes it and takes it out of the file system.</summary>
    public void Dispose()
    {
        Socket.Dispose();
        try
        {
            File.Delete(Path);
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            // Its folder went before it, or is not ours any more; the next gateway replaces what is left.
        }
    }

    private static Socket Make(string path)
    {
        string unfinished = path + UnfinishedSuffix;
        File.Delete(unfinished);
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            socket.Bind(new UnixDomainSocketEndPoint(unfinished));
            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(unfinished, OwnerOnly);
            }

            socket.Listen(Backlog);
            File.Move(unfinished, path, overwrite: true);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>A socket that nobody listens on is a dead gateway's; anything else at the path is not ours to replace.</summary>
    private static void RefuseIfTaken(string path)
    {
        if (!System.IO.Path.Exists(path))
        {
            return;
        }

        using (var probe = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified))
        {
            try
            {
                probe.Connect(new UnixDomainSocketEndPoint(path));
                throw new PortUnavailableException(
                    $"another gateway runs here: it answers at {path}; stop it, or give this one its own control.socket");
            }
            catch (SocketException refused) when (refused.SocketErrorCode == SocketError.ConnectionRefused)
            {
                // Nobody listens.
            }
        }

        if (IsOrdinary(path))
        {
            throw new PortUnavailableException($"{path} is no socket; remove it, or name another path in control.socket");
        }
    }

    /// <summary>Files and folders can be opened or listed; a socket refuses to be opened (ENXIO).</summary>
    private static bool IsOrdinary(string path)
    {
        if (Directory.Exists(path))
        {
            return true;
        }

        try
        {
            using var handle = File.OpenHandle(path);
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }
}
