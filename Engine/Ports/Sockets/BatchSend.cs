using Pipeline.Engine.Packets;

namespace Pipeline.Engine.Ports.Sockets;

/// <summary>Sends a batch packet by packet, and settles what became of each: sent, dropped and counted, or left to the caller.</summary>
internal static class BatchSend
{
    /// <summary>As <see cref="IPacketPort.Send"/>.</summary>
    /// <param name="batch">The packets.</param>
    /// <param name="sender">Sends one.</param>
    /// <param name="drops">Counts those that can never be sent.</param>
    public static void Run(PacketBatch batch, IPacketSender sender, PortDrops drops)
    {
        int done = 0;
        for (; done < batch.Count; done++)
        {
            DropReason reason = sender.Send(batch[done]);
            if (reason == DropReason.PortBusy)
            {
                break;
            }

            if (reason != DropReason.None)
            {
                drops.Count(reason);
            }
        }

        if (done == batch.Count)
        {
            PacketPool.Return(batch);
            return;
        }

        for (int index = 0; index < done; index++)
        {
            PacketPool.Return(batch[index]);
        }

        batch.ForgetFirst(done);
    }
}
