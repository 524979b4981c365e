using Pipeline.Engine.Packets;
using Pipeline.Engine.Ports.Native;

namespace Pipeline.Engine.Ports.Sockets;

/// <summary>One socket that packets come from.</summary>
internal abstract class PortSocket(Descriptor handle) : IDisposable
{
    /// <summary>The socket itself, which does not block.</summary>
    public Descriptor Handle { get; } = handle;

    /// <summary>Takes what is there, up to a full batch, or as many datagrams as the batch could hold.</summary>
    /// <remarks>Datagrams that do not go into the batch count too: nobody keeps the thread here by sending IKE or nonsense.</remarks>
    public void Drain(PacketBatch batch, ReceiveBuffers buffers)
    {
        for (int left = batch.Capacity; left > 0 && !batch.IsFull; left--)
        {
            if (!TryReceive(batch, buffers) && Libc.LastError != LinuxError.Interrupted)
            {
                return;
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Handle.Dispose();

    /// <summary>Receives one datagram, and does with it whatever it is for.</summary>
    /// <returns>False when there is none; <see cref="Libc.LastError"/> says why.</returns>
    protected abstract bool TryReceive(PacketBatch batch, ReceiveBuffers buffers);
}
