using Pipeline.Crypto.Kernels.Gcm.Rounds;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Pipeline.Crypto.Kernels.Gcm.Hash;

/// <summary>What GMAC authenticates of one packet, hashed part by part where the parts lie; only blocks across a seam are copied.</summary>
/// <param name="material">The expanded key.</param>
/// <param name="seam">Room for one block.</param>
internal unsafe struct GmacInput<TCore>(byte* material, byte* seam)
    where TCore : struct, IAesGcmCore
{
    private const int BlockLength = AesGcmKernel.BlockLength;

    private Vector128<ulong> _hash;
    private int _inSeam;
    private int _length;

    /// <summary>Goes on with a part.</summary>
    /// <param name="part">Its first byte.</param>
    /// <param name="length">Bytes in it; any number.</param>
    internal void Add(byte* part, int length)
    {
        _length += length;
        if (_inSeam != 0)
        {
            int missing = Math.Min(BlockLength - _inSeam, length);
            Keep(part, missing);
            if (_inSeam < BlockLength)
            {
                return;
            }

            _hash = TCore.Absorb(material, _hash, seam, BlockLength);
            _inSeam = 0;
            part += missing;
            length -= missing;
        }

        int whole = length & -BlockLength;
        if (whole != 0)
        {
            _hash = TCore.Absorb(material, _hash, part, whole);
        }

        Keep(part + whole, length - whole);
    }

    /// <summary>Ends.</summary>
    /// <returns>The tag under this nonce (SP 800-38D §7.1 with no text).</returns>
    internal Vector128<byte> Finish<TKey>(uint salt, ulong iv)
        where TKey : struct, IAesKeyLength
    {
        if (_inSeam != 0)
        {
            _hash = TCore.Absorb(material, _hash, seam, _inSeam);
        }

        var message = new GcmMessage(material, salt, iv, text: null, textLength: 0, _hash, _length);
        return TCore.Encrypt<TKey>(ref message);
    }

    private void Keep(byte* part, int length)
    {
        Unsafe.CopyBlockUnaligned(seam + _inSeam, part, (uint)length);
        _inSeam += length;
    }
}
