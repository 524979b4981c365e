using System.Diagnostics;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using ArmAes = System.Runtime.Intrinsics.Arm.Aes;
using X86Aes = System.Runtime.Intrinsics.X86.Aes;

namespace Pipeline.Crypto.Kernels.AesBlocks;

/// <summary>AES key expansion (FIPS 197 §5.2) in constant time: by AES instructions where there are any, else bitsliced.</summary>
internal static class AesKeySchedule
{
    /// <summary>Bytes in a block and in a round key.</summary>
    internal const int BlockLength = 16;

    /// <summary>Rounds under a key of 32 bytes.</summary>
    internal const int MostRounds = 14;

    /// <summary>Bytes of round keys under a key of 32 bytes.</summary>
    internal const int MostRoundKeysLength = (MostRounds + 1) * BlockLength;

    /// <summary>Rounds under a key: 10, 12, 14 for 16, 24, 32 bytes.</summary>
    internal static int Rounds(int keyLength) => (keyLength / sizeof(uint)) + 6;

    /// <summary>Bytes of round keys under a key.</summary>
    internal static int RoundKeysLength(int keyLength) => (Rounds(keyLength) + 1) * BlockLength;

    /// <summary>Expands a key for encryption.</summary>
    /// <param name="key">16, 24 or 32 bytes.</param>
    /// <param name="roundKeys">Takes <see cref="RoundKeysLength"/> bytes: the round keys in the order of encryption.</param>
    internal static void Expand(ReadOnlySpan<byte> key, Span<byte> roundKeys) => Expand(key, roundKeys, useInstructions: true);

    /// <summary>As the other, and tests can leave out the instructions.</summary>
    internal static void Expand(ReadOnlySpan<byte> key, Span<byte> roundKeys, bool useInstructions)
    {
        Debug.Assert(key.Length is 16 or 24 or 32, "An AES key.");
        Debug.Assert(BitConverter.IsLittleEndian, "Words below are read as they lie.");
        Span<uint> words = MemoryMarshal.Cast<byte, uint>(roundKeys[..RoundKeysLength(key.Length)]);
        int keyWords = key.Length / sizeof(uint);
        MemoryMarshal.Cast<byte, uint>(key).CopyTo(words);

        uint roundConstant = 1;
        for (int index = keyWords; index < words.Length; index++)
        {
            uint word = words[index - 1];
            if (index % keyWords == 0)
            {
                // RotWord: the first byte, which is the lowest here, goes last.
                word = SubWord(BitOperations.RotateRight(word, 8), useInstructions) ^ roundConstant;
                roundConstant = (roundConstant << 1) ^ ((roundConstant >> 7) * 0x11B);
            }
            else if (keyWords > 6 && index % keyWords == 4)
            {
                word = SubWord(word, useInstructions);
            }

            words[index] = words[index - keyWords] ^ word;
        }
    }

    /// <summary>Makes the round keys of the equivalent inverse cipher (FIPS 197 §5.3.5), for AES instructions.</summary>
    /// <param name="roundKeys">Those for encryption, all of them.</param>
    /// <param name="inverse">Takes as many: in the order of decryption, InvMixColumns done on all but the outer two.</param>
    internal static unsafe void Invert(ReadOnlySpan<byte> roundKeys, Span<byte> inverse)
    {
        int last = roundKeys.Length - BlockLength;
        fixed (byte* source = roundKeys, destination = inverse[..roundKeys.Length])
        {
            for (int offset = 0; offset <= last; offset += BlockLength)
            {
                Vector128<byte> key = Vector128.Load(source + last - offset);
                (offset == 0 || offset == last ? key : InverseMixColumns(key)).Store(destination + offset);
            }
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static uint SubWord(uint word, bool useInstructions)
    {
        if (useInstructions && X86Aes.IsSupported)
        {
            // Word 0 of the answer is SubWord of word 1.
            return X86Aes.KeygenAssist(Vector128.Create(word).AsByte(), 0).AsUInt32().ToScalar();
        }

        if (useInstructions && ArmAes.IsSupported)
        {
            // SubBytes and ShiftRows; the latter does nothing to four equal columns.
            return ArmAes.Encrypt(Vector128.Create(word).AsByte(), Vector128<byte>.Zero).AsUInt32().ToScalar();
        }

        var slices = AesSlices.LoadWord(word);
        slices.SubBytes();
        return slices.StoreWord();
    }

    private static unsafe Vector128<byte> InverseMixColumns(Vector128<byte> key)
    {
        if (X86Aes.IsSupported)
        {
            return X86Aes.InverseMixColumns(key);
        }

        if (ArmAes.IsSupported)
        {
            return ArmAes.InverseMixColumns(key);
        }

        byte* block = (byte*)&key;
        byte* zero = stackalloc byte[BlockLength];
        var slices = AesSlices.Load(block, zero, zero, zero);
        slices.InverseMixColumns();
        byte* unused = stackalloc byte[BlockLength];
        slices.Store(block, unused, unused, unused);
        return key;
    }
}
