using Pipeline.Crypto.Kernels;
using Pipeline.Crypto.Kernels.Gcm;
using Pipeline.Crypto.Transforms;

namespace Pipeline.UnitTests.Crypto.Transforms.Vectors;

/// <summary>The portable kernel with one fault in the way that packets take; vectors come out right.</summary>
internal sealed unsafe class WrongGcmKernel(GcmFault fault) : AesGcmKernel
{
    private const int LongText = 1000;

    private readonly AesGcmKernel _right = KernelSets.Portable.AesGcm;

    internal override string Name => _right.Name;

    internal override int MaterialLength => _right.MaterialLength;

    internal override void ExpandKey(ReadOnlySpan<byte> key, byte* material) => _right.ExpandKey(key, material);

    internal override void Fetch(byte* material, int keyLength, int textLength) => _right.Fetch(material, keyLength, textLength);

    internal override void Seal(Span<SealJob> jobs, int keyLength, int icvLength)
    {
        foreach (ref SealJob job in jobs)
        {
            if (fault == GcmFault.SealsLongTextsWrong && job.TextLength > LongText)
            {
                job.Packet.Pointer[job.TextOffset] ^= 1;
            }
        }

        _right.Seal(jobs, keyLength, icvLength);
    }

    internal override void Open(Span<OpenJob> jobs, int keyLength, int icvLength)
    {
        _right.Open(jobs, keyLength, icvLength);
        foreach (ref OpenJob job in jobs)
        {
            job.Authentic = fault switch
            {
                GcmFault.BelievesEverything => true,
                GcmFault.RefusesEverything => false,
                _ => job.Authentic,
            };
            if (fault == GcmFault.OpensLongTextsWrong && job.TextLength > LongText)
            {
                job.Packet.Pointer[job.TextOffset] ^= 1;
            }
        }
    }

    internal override void SealGmac(Span<SealJob> jobs, int keyLength, bool isAh) => _right.SealGmac(jobs, keyLength, isAh);

    internal override void OpenGmac(Span<OpenJob> jobs, int keyLength, bool isAh) => _right.OpenGmac(jobs, keyLength, isAh);

    internal override void Encrypt(
        AesGcmKey key, ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> associated, Span<byte> text, Span<byte> tag) =>
        _right.Encrypt(key, nonce, associated, text, tag);
}
