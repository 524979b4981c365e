using Pipeline.Crypto.Transforms;

namespace Pipeline.UnitTests.Support;

/// <summary>A suite of our own that fails inside: a stand-in for a bug that nobody has found yet.</summary>
internal sealed class ThrowingTransform(PacketTransform real) : PacketTransform
{
    public override string Name => "throwing";

    public override int EncryptionKeyLength => real.EncryptionKeyLength;

    public override int IntegrityKeyLength => real.IntegrityKeyLength;

    public override int IvLength => real.IvLength;

    public override int IcvLength => real.IcvLength;

    public override int BlockLength => real.BlockLength;

    /// <summary>The SA whose keys throw: the first byte of its encryption key, or of its integrity key where it has no other.</summary>
    public byte ThrowsFor { get; init; }

    public override PacketKey CreateKey(ReadOnlySpan<byte> encryptionKey, ReadOnlySpan<byte> integrityKey) =>
        new MarkedKey(real.CreateKey(encryptionKey, integrityKey), encryptionKey.IsEmpty ? integrityKey[0] : encryptionKey[0]);

    public override void Seal(Span<SealJob> jobs)
    {
        foreach (ref SealJob job in jobs)
        {
            SealJob inner = job;
            inner.Key = Open(job.Key);
            real.Seal(new Span<SealJob>(ref inner));
        }
    }

    public override void Open(Span<OpenJob> jobs)
    {
        foreach (ref OpenJob job in jobs)
        {
            OpenJob inner = job;
            inner.Key = Open(job.Key);
            real.Open(new Span<OpenJob>(ref inner));
            job.Authentic = inner.Authentic;
        }
    }

    private PacketKey Open(PacketKey key)
    {
        var marked = (MarkedKey)key;
        return marked.Mark != ThrowsFor ? marked.Real : throw new InvalidOperationException("This key is broken.");
    }

    private sealed class MarkedKey(PacketKey real, byte mark) : PacketKey
    {
        public PacketKey Real => real;

        public byte Mark => mark;

        protected override void EraseKeys() => real.Dispose();
    }
}
