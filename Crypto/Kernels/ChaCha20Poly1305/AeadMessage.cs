using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using Pipeline.Crypto.Transforms;

namespace Pipeline.Crypto.Kernels.ChaCha20Poly1305;

/// <summary>One text to seal or to open, by address; made of a job by the rules of ESP (RFC 7634).</summary>
internal unsafe struct AeadMessage
{
    /// <summary>Bytes of a place for a one-time key: a whole block of key stream.</summary>
    internal const int KeySlotLength = 64;

    /// <summary>The 64 bytes of <see cref="ChaCha20Poly1305Key.State"/>.</summary>
    internal byte* State;

    /// <summary>The last 8 bytes of the nonce, as a little-endian number.</summary>
    internal ulong Iv;

    /// <summary>The text, which is encrypted or decrypted in place.</summary>
    internal byte* Text;

    /// <summary>The associated bytes.</summary>
    internal byte* Associated;

    /// <summary>The 16 bytes of the tag.</summary>
    internal byte* Tag;

    /// <summary>Bytes of text.</summary>
    internal int TextLength;

    /// <summary>Bytes of associated data.</summary>
    internal int AssociatedLength;

    /// <summary>The verdict.</summary>
    internal bool Authentic;

    /// <summary>Room for associated bytes that stand so in no packet: an extended sequence number.</summary>
    internal fixed byte Extended[ExtendedHeader.Length];

    /// <summary>Describes a packet to seal, and writes its IV; to be called where this message will stay.</summary>
    /// <exception cref="ObjectDisposedException">The key has been erased.</exception>
    internal void Describe(in SealJob job)
    {
        // The sequence number is the IV: it cannot repeat under one key, and no more is asked (RFC 7634 §2).
        byte* iv = job.Packet.Pointer + job.IvOffset;
        Iv = BinaryPrimitives.ReverseEndianness(job.Sequence);
        BinaryPrimitives.WriteUInt64LittleEndian(new Span<byte>(iv, sizeof(ulong)), Iv);
        State = ((ChaCha20Poly1305Key)job.Key).State;
        Text = job.Packet.Pointer + job.TextOffset;
        TextLength = job.TextLength;
        Tag = job.Packet.Pointer + job.IcvOffset;
        Associated = job.Associated.Pointer + job.AssociatedOffset;
        AssociatedLength = job.AssociatedLength;
        if (job.ExtendedSequence)
        {
            AssociateExtended(job.Sequence);
        }
    }

    /// <summary>Describes a packet to open; to be called where this message will stay.</summary>
    /// <exception cref="ObjectDisposedException">The key has been erased.</exception>
    internal void Describe(in OpenJob job)
    {
        byte* iv = job.Packet.Pointer + job.IvOffset;
        Iv = BinaryPrimitives.ReadUInt64LittleEndian(new ReadOnlySpan<byte>(iv, sizeof(ulong)));
        State = ((ChaCha20Poly1305Key)job.Key).State;
        Text = job.Packet.Pointer + job.TextOffset;
        TextLength = job.TextLength;
        Tag = job.Packet.Pointer + job.IcvOffset;
        Associated = job.Associated.Pointer + job.AssociatedOffset;
        AssociatedLength = job.AssociatedLength;
        if (job.ExtendedSequence)
        {
            AssociateExtended(job.Sequence);
        }
    }

    /// <summary>Block 0 of the key stream begins with the one-time key (RFC 8439 §2.6).</summary>
    internal readonly Stretch KeyStretch(byte* slot) => new(State, Iv, counter: 0, slot, KeySlotLength);

    /// <summary>The text has the blocks from 1 on.</summary>
    internal readonly Stretch TextStretch() => new(State, Iv, counter: 1, Text, TextLength);

    /// <summary>What the tag is computed from.</summary>
    internal readonly MacMessage ToMac(byte* key, byte* tag) => new()
    {
        Key = key,
        Associated = Associated,
        Text = Text,
        Tag = tag,
        AssociatedLength = AssociatedLength,
        TextLength = TextLength,
    };

    /// <summary>The extended header takes the place of the header.</summary>
    private void AssociateExtended(ulong sequence)
    {
        byte* room = (byte*)Unsafe.AsPointer(ref Extended[0]);
        ExtendedHeader.Write(room, Associated, sequence);
        Associated = room;
        AssociatedLength = ExtendedHeader.Length;
    }
}
