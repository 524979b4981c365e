using System.Net.Sockets;

namespace Pipeline.Gateway.Control;

/// <summary>One line of bytes over a socket, bounded.</summary>
internal static class ControlLine
{
    private const byte End = (byte)'\n';
    private const int FirstLength = 4096;

    /// <summary>Reads up to a line end.</summary>
    /// <param name="socket">The socket.</param>
    /// <param name="longest">Bytes of the longest line that is taken.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>The line without its end; null when it is longer, or the other side ended before its end.</returns>
    /// <exception cref="SocketException">The other side is gone.</exception>
    public static async Task<byte[]?> ReadAsync(Socket socket, int longest, CancellationToken cancellation)
    {
        byte[] bytes = new byte[Math.Min(FirstLength, longest + 1)];
        int length = 0;
        while (true)
        {
            int received = await socket.ReceiveAsync(bytes.AsMemory(length), SocketFlags.None, cancellation).ConfigureAwait(false);
            int end = bytes.AsSpan(length, received).IndexOf(End);
            if (end >= 0)
            {
                return bytes[..(length + end)];
            }

            length += received;
            if (received == 0 || length > longest)
            {
                return null;
            }

            if (length == bytes.Length)
            {
                Array.Resize(ref bytes, (int)Math.Min(2L * length, longest + 1L));
            }
        }
    }

    /// <summary>Writes a line.</summary>
    /// <exception cref="SocketException">The other side is gone.</exception>
    public static async Task WriteAsync(Socket socket, ReadOnlyMemory<byte> line, CancellationToken cancellation)
    {
        byte[] bytes = [.. line.Span, End];
        for (int sent = 0; sent < bytes.Length;)
        {
            sent += await socket.SendAsync(bytes.AsMemory(sent), SocketFlags.None, cancellation).ConfigureAwait(false);
        }
    }
}
