using System.Buffers.Binary;
using System.Runtime.Intrinsics;
using Instructions = System.Runtime.Intrinsics.X86.Aes;

namespace Pipeline.Crypto.Kernels.Gcm;

/// <summary>AES by the instructions of x86, one block an instruction: .NET 10 has no wider ones; whole rounds are in <see cref="AesNiBlocks"/>.</summary>
internal static unsafe class AesNi
{
    private const int RoundKeyLength = 16;

    /// <summary>Writes the round keys (FIPS 197 §5.2): 11, 13 or 15 of them.</summary>
    internal static void ExpandKey(ReadOnlySpan<byte> key, byte* roundKeys)
    {
        int keyWords = key.Length / sizeof(uint);
        int words = (keyWords + 7) * 4;
        uint* schedule = (uint*)roundKeys;
        for (int index = 0; index < keyWords; index++)
        {
            schedule[index] = BinaryPrimitives.ReadUInt32LittleEndian(key[(index * sizeof(uint))..]);
        }

        uint roundConstant = 1;
        for (int index = keyWords; index < words; index++)
        {
            uint word = schedule[index - 1];
            if (index % keyWords == 0)
            {
                word = uint.RotateRight(SubWord(word), 8) ^ roundConstant;
                roundConstant = (roundConstant << 1) ^ ((roundConstant >> 7) * 0x11B);
            }
            else if (keyWords == 8 && index % keyWords == 4)
            {
                word = SubWord(word);
            }

            schedule[index] = schedule[index - keyWords] ^ word;
        }
    }

    /// <summary>Encrypts one block with the round keys of a key of any length.</summary>
    internal static Vector128<byte> EncryptBlock(byte* roundKeys, int rounds, Vector128<byte> block)
    {
        block ^= Vector128.Load(roundKeys);
        for (int round = 1; round < rounds; round++)
        {
            block = Instructions.Encrypt(block, Vector128.Load(roundKeys + (RoundKeyLength * round)));
        }

        return Instructions.EncryptLast(block, Vector128.Load(roundKeys + (RoundKeyLength * rounds)));
    }

    /// <summary>The S-box on four bytes, without a table: in four equal columns ShiftRows moves nothing.</summary>
    private static uint SubWord(uint word) =>
        Instructions.EncryptLast(Vector128.Create(word).AsByte(), Vector128<byte>.Zero).AsUInt32().ToScalar();
}
