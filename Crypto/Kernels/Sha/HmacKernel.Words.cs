using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Pipeline.Crypto.Kernels.Sha;

/// <summary>HMAC over a hash whose word is <typeparamref name="TWord"/>.</summary>
internal sealed unsafe class HmacKernel<TWord>(HashFunction<TWord> function) : HmacKernel
    where TWord : unmanaged, IBinaryInteger<TWord>
{
    private const byte InnerPad = 0x36;
    private const byte OuterPad = 0x5C;

    private static int BlockLength => HashFunction<TWord>.BlockLength;

    /// <inheritdoc/>
    internal override int StatesLength => 2 * function.StateLength;

    /// <inheritdoc/>
    internal override void Expand(ReadOnlySpan<byte> key, Span<byte> states)
    {
        Span<byte> block = stackalloc byte[BlockLength];
        block.Clear();
        if (key.Length > BlockLength)
        {
            Hash(key, block);
        }
        else
        {
            key.CopyTo(block);
        }

        StateAfter(block, InnerPad, states[..function.StateLength]);
        StateAfter(block, OuterPad, states[function.StateLength..StatesLength]);
        CryptographicOperations.ZeroMemory(block);
    }

    /// <inheritdoc/>
    internal override void Compute(MacJob* jobs, int count, int icvLength)
    {
        if (count != 0)
        {
            HmacLanes<TWord>.Run(function, jobs, count, icvLength);
        }
    }

    /// <summary>The state after one block: the key combined with a pad.</summary>
    private void StateAfter(ReadOnlySpan<byte> key, byte pad, Span<byte> state)
    {
        Span<byte> block = stackalloc byte[BlockLength];
        for (int index = 0; index < BlockLength; index++)
        {
            block[index] = (byte)(key[index] ^ pad);
        }

        MemoryMarshal.AsBytes(function.Start.AsSpan()).CopyTo(state);
        Compress(state, block);
        CryptographicOperations.ZeroMemory(block);
    }

    /// <summary>The plain hash (FIPS 180-4 §5.1 for the padding); for long keys only, so it need not be fast.</summary>
    private void Hash(ReadOnlySpan<byte> message, Span<byte> hash)
    {
        int padded = (message.Length + 1 + HashFunction<TWord>.LengthFieldLength + BlockLength - 1) / BlockLength * BlockLength;
        byte[] blocks = new byte[padded];
        message.CopyTo(blocks);
        blocks[message.Length] = 0x80;
        BinaryPrimitives.WriteInt64BigEndian(blocks.AsSpan(padded - sizeof(long)), message.Length * 8L);

        Span<byte> state = stackalloc byte[function.StateLength];
        MemoryMarshal.AsBytes(function.Start.AsSpan()).CopyTo(state);
        Compress(state, blocks);
        Span<TWord> words = MemoryMarshal.Cast<byte, TWord>(state);
        for (int word = 0; word < function.HashWords; word++)
        {
            words[word].WriteBigEndian(hash[(word * sizeof(TWord))..]);
        }

        CryptographicOperations.ZeroMemory(blocks);
        CryptographicOperations.ZeroMemory(state);
    }

    /// <summary>Hashes blocks in every lane of the narrowest kernel, and takes the first lane's answer.</summary>
    [SkipLocalsInit]
    private void Compress(Span<byte> state, ReadOnlySpan<byte> blocks)
    {
        const int Alignment = 64;
        HashKernel kernel = function.KernelFor(1);
        byte* memory = stackalloc byte[HashKernel.LongestState + Alignment];
        var lanes = (TWord*)(((nuint)memory + Alignment - 1) & ~(nuint)(Alignment - 1));
        Span<TWord> words = MemoryMarshal.Cast<byte, TWord>(state);
        for (int word = 0; word < words.Length; word++)
        {
            new Span<TWord>(lanes + (word * kernel.LaneCount), kernel.LaneCount).Fill(words[word]);
        }

        fixed (byte* message = blocks)
        {
            byte** messages = stackalloc byte*[HashKernel.MostLanes];
            new Span<nint>(messages, HashKernel.MostLanes).Fill((nint)message);
            kernel.Compress(lanes, messages, blocks.Length / BlockLength);
        }

        for (int word = 0; word < words.Length; word++)
        {
            words[word] = lanes[word * kernel.LaneCount];
        }

        new Span<byte>(lanes, HashKernel.LongestState).Clear();
    }
}
