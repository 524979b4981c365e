using System.Runtime.InteropServices;

namespace Pipeline.Engine.Ports.Native;

/// <summary>Asks the kernel to change addresses and routes, one request after the other.</summary>
internal sealed unsafe class RouteSocket : IDisposable
{
    private const int HeaderLength = 16;
    private const ushort ErrorAnswer = 2; // NLMSG_ERROR; with error 0 it means "done"
    private const int LongestAnswer = 8192;

    private readonly Descriptor _socket;

    /// <exception cref="PortUnavailableException">The system has no rtnetlink, or this process may not use it.</exception>
    public RouteSocket()
    {
        // It blocks: the kernel answers within the call that asks.
        _socket = Libc.Socket(LinuxNumbers.FamilyNetlink, LinuxNumbers.TypeRaw | LinuxNumbers.CloseOnExec, protocol: 0);
        if (_socket.IsInvalid)
        {
            throw new PortUnavailableException($"No rtnetlink socket: {PortUnavailableException.Describe(Libc.LastError)}");
        }
    }

    /// <summary>Carries out a request.</summary>
    /// <param name="request">The request.</param>
    /// <param name="error">Why not.</param>
    /// <returns>False when the kernel refused.</returns>
    public bool TryDo(RouteRequest request, out LinuxError error)
    {
        ReadOnlySpan<byte> bytes = request.Bytes;
        fixed (byte* start = bytes)
        {
            if (Libc.Write(_socket, start, bytes.Length) != bytes.Length)
            {
                error = Libc.LastError;
                return false;
            }
        }

        byte* answer = stackalloc byte[LongestAnswer];
        nint length;
        do
        {
            length = Libc.Read(_socket, answer, LongestAnswer);
        }
        while (length < 0 && Libc.LastError == LinuxError.Interrupted);
        return ReadAnswer(new ReadOnlySpan<byte>(answer, (int)Math.Max(length, 0)), out error);
    }

    /// <inheritdoc/>
    public void Dispose() => _socket.Dispose();

    /// <summary>Reads the acknowledgement: a message header, and a negative error number or 0.</summary>
    internal static bool ReadAnswer(ReadOnlySpan<byte> answer, out LinuxError error)
    {
        error = LinuxError.Invalid;
        if (answer.Length < HeaderLength + sizeof(int) || MemoryMarshal.Read<ushort>(answer[4..]) != ErrorAnswer)
        {
            return false;
        }

        error = (LinuxError)(-MemoryMarshal.Read<int>(answer[HeaderLength..]));
        return error == 0;
    }
}
