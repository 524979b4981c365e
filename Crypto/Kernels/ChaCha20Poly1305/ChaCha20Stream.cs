using System.Runtime.CompilerServices;
using System.Security.Cryptography;

namespace Pipeline.Crypto.Kernels.ChaCha20Poly1305;

/// <summary>Spreads the blocks of many texts over the lanes of an instruction set.</summary>
/// <remarks>
/// Where a text has as many whole blocks as there are lanes, they are done at once. All other blocks, of whatever text, queue for
/// a lane each, so that no lane is idle but in the last turn of a batch. The one row that keeps the key of an SA is erased once for
/// all stretches. The others end as key stream of packets that are done, one-time keys in it: erasing those too took 4 to 6 ns of each
/// short packet.
/// </remarks>
internal static unsafe class ChaCha20Stream<TLanes>
    where TLanes : struct, IChaCha20Lanes
{
    /// <summary>Combines every stretch with its key stream.</summary>
    [SkipLocalsInit]
    internal static void Combine(Stretch* stretches, int count)
    {
        int whole = TLanes.Count * IChaCha20Lanes.BlockLength;
        byte* memory = stackalloc byte[whole + (2 * IChaCha20Lanes.BlockLength)];
        byte* rows = (byte*)(((nuint)memory + IChaCha20Lanes.BlockLength - 1) & ~(nuint)(IChaCha20Lanes.BlockLength - 1));
        byte* wholeRow = rows + whole;
        Part* parts = stackalloc Part[TLanes.Count];
        int queued = 0;
        for (Stretch* stretch = stretches; stretch != stretches + count; stretch++)
        {
            byte* text = stretch->Text;
            int length = stretch->Length;
            uint counter = stretch->Counter;
            for (; length >= whole; length -= whole, text += whole, counter += (uint)TLanes.Count)
            {
                TLanes.WriteState(wholeRow, stretch->State, counter, stretch->Iv);
                TLanes.Combine(wholeRow, text);
            }

            for (; length > 0; length -= IChaCha20Lanes.BlockLength, text += IChaCha20Lanes.BlockLength, counter++)
            {
                TLanes.WriteState(rows + (queued * IChaCha20Lanes.BlockLength), stretch->State, counter, stretch->Iv);
                parts[queued++] = new Part(text, Math.Min(length, IChaCha20Lanes.BlockLength));
                if (queued == TLanes.Count)
                {
                    Flush(rows, parts, queued);
                    queued = 0;
                }
            }
        }

        if (queued != 0)
        {
            Flush(rows, parts, queued);
        }

        CryptographicOperations.ZeroMemory(new Span<byte>(wholeRow, IChaCha20Lanes.BlockLength));
    }

    private static void Flush(byte* rows, Part* parts, int count)
    {
        TLanes.WriteBlocks(rows, count);
        for (int lane = 0; lane < count; lane++)
        {
            TLanes.Combine(rows + (lane * IChaCha20Lanes.BlockLength), parts[lane].Text, parts[lane].Length);
        }
    }

    /// <summary>What a lane's key stream is for.</summary>
    private readonly struct Part(byte* text, int length)
    {
        internal byte* Text => text;

        internal int Length => length;
    }
}
