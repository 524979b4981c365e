using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using Pipeline.Crypto.Transforms;

namespace Pipeline.Crypto.Kernels.ChaCha20Poly1305;

/// <summary>AEAD_CHACHA20_POLY1305 (RFC 8439 §2.8) for ESP (RFC 7634), on one instruction set.</summary>
/// <remarks>
/// A batch is done in groups of 16 packets, so that a group stays in the nearest cache:
/// <code>
/// Seal    one-time keys of all packets, and all texts  |  their tags
/// Open    one-time keys of all packets  |  their tags  |  the texts of those that are authentic
/// </code>
/// To open in that order is as fast as in any other, never makes plaintext of a forgery, and makes a forgery cheaper than a good
/// packet. What an instruction set adds is <see cref="Combine"/>, <see cref="Absorb"/> and perhaps <see cref="ComputeTags(MacMessage*, int)"/>.
/// </remarks>
internal abstract unsafe class ChaCha20Poly1305Kernel
{
    /// <summary>Bytes of the tag.</summary>
    internal const int TagLength = 16;

    /// <summary>Packets that are worked on together.</summary>
    protected const int GroupLength = 16;

    /// <summary>Encrypts the text of every job in place, writes IV and ICV.</summary>
    /// <param name="jobs">Their keys are of type <see cref="ChaCha20Poly1305Key"/>; keys may differ.</param>
    [SkipLocalsInit]
    internal void Seal(Span<SealJob> jobs)
    {
        AeadMessage* messages = stackalloc AeadMessage[GroupLength];
        while (!jobs.IsEmpty)
        {
            Span<SealJob> group = jobs[..Math.Min(jobs.Length, GroupLength)];
            for (int index = 0; index < group.Length; index++)
            {
                messages[index].Describe(group[index]);
            }

            SealGroup(messages, group.Length);
            jobs = jobs[group.Length..];
        }
    }

    /// <summary>Verifies every job, and decrypts the authentic ones in place; the texts of the others stay as they came.</summary>
    /// <param name="jobs">Their keys are of type <see cref="ChaCha20Poly1305Key"/>; keys may differ.</param>
    [SkipLocalsInit]
    internal void Open(Span<OpenJob> jobs)
    {
        AeadMessage* messages = stackalloc AeadMessage[GroupLength];
        while (!jobs.IsEmpty)
        {
            Span<OpenJob> group = jobs[..Math.Min(jobs.Length, GroupLength)];
            for (int index = 0; index < group.Length; index++)
            {
                messages[index].Describe(group[index]);
            }

            OpenGroup(messages, group.Length);
            for (int index = 0; index < group.Length; index++)
            {
                group[index].Authentic = messages[index].Authentic;
            }

            jobs = jobs[group.Length..];
        }
    }

    /// <summary>Encrypts one text with any 12-byte nonce, for vectors: RFC 8439 §2.8 as it is written.</summary>
    /// <param name="key">32 bytes.</param>
    /// <param name="nonce">12 bytes.</param>
    /// <param name="text">Encrypted in place; of any length.</param>
    /// <param name="tag">Takes the 16 bytes of the tag.</param>
    /// <param name="associated">Authenticated only; of any length.</param>
    internal void Encrypt(
        ReadOnlySpan<byte> key, ReadOnlySpan<byte> nonce, Span<byte> text, Span<byte> tag, ReadOnlySpan<byte> associated)
    {
        using ChaCha20Poly1305Key expanded = new(key, nonce[..sizeof(uint)]);
        fixed (byte* textAddress = text, tagAddress = tag[..TagLength], associatedAddress = associated)
        {
            AeadMessage message = new()
            {
                State = expanded.State,
                Iv = BinaryPrimitives.ReadUInt64LittleEndian(nonce[sizeof(uint)..]),
                Text = textAddress,
                Associated = associatedAddress,
                Tag = tagAddress,
                TextLength = text.Length,
                AssociatedLength = associated.Length,
            };
            SealGroup(&message, 1);
        }
    }

    /// <summary>Decrypts one text; the other direction of <see cref="Encrypt"/>.</summary>
    /// <returns>False when the tag is wrong; the text is then as it was.</returns>
    internal bool TryDecrypt(
        ReadOnlySpan<byte> key, ReadOnlySpan<byte> nonce, Span<byte> text, ReadOnlySpan<byte> tag, ReadOnlySpan<byte> associated)
    {
        using ChaCha20Poly1305Key expanded = new(key, nonce[..sizeof(uint)]);
        fixed (byte* textAddress = text, tagAddress = tag[..TagLength], associatedAddress = associated)
        {
            AeadMessage message = new()
            {
                State = expanded.State,
                Iv = BinaryPrimitives.ReadUInt64LittleEndian(nonce[sizeof(uint)..]),
                Text = textAddress,
                Associated = associatedAddress,
                Tag = tagAddress,
                TextLength = text.Length,
                AssociatedLength = associated.Length,
            };
            OpenGroup(&message, 1);
            return message.Authentic;
        }
    }

    /// <summary>Poly1305 by itself (RFC 8439 §2.5), for vectors: a text of any length under a one-time key.</summary>
    /// <param name="oneTimeKey">32 bytes: r, then s.</param>
    /// <param name="text">What is authenticated.</param>
    /// <param name="tag">Takes the 16 bytes of the tag.</param>
    internal void ComputeTag(ReadOnlySpan<byte> oneTimeKey, ReadOnlySpan<byte> text, Span<byte> tag)
    {
        fixed (byte* keyAddress = oneTimeKey, textAddress = text, tagAddress = tag[..TagLength])
        {
            var mac = new Poly1305(keyAddress);
            int blocks = text.Length / Poly1305.BlockLength;
            Absorb(ref mac, textAddress, blocks);
            int rest = text.Length % Poly1305.BlockLength;
            if (rest != 0)
            {
                mac.AbsorbLast(textAddress + (blocks * Poly1305.BlockLength), rest);
            }

            mac.Finish(tagAddress);
        }
    }

    /// <summary>The tag of an AEAD by itself, computed as often as there is room, as one group; for vectors.</summary>
    /// <param name="oneTimeKey">32 bytes: r, then s.</param>
    /// <param name="associated">Authenticated first.</param>
    /// <param name="text">Authenticated then.</param>
    /// <param name="tags">Takes 1 to 16 equal tags.</param>
    internal void ComputeTags(
        ReadOnlySpan<byte> oneTimeKey, ReadOnlySpan<byte> associated, ReadOnlySpan<byte> text, Span<byte> tags)
    {
        Span<byte> slot = stackalloc byte[AeadMessage.KeySlotLength];
        oneTimeKey.CopyTo(slot);
        MacMessage* macs = stackalloc MacMessage[GroupLength];
        fixed (byte* keyAddress = slot, associatedAddress = associated, textAddress = text, tagAddress = tags)
        {
            int count = tags.Length / TagLength;
            for (int index = 0; index < count; index++)
            {
                macs[index] = new MacMessage
                {
                    Key = keyAddress,
                    Associated = associatedAddress,
                    Text = textAddress,
                    Tag = tagAddress + (index * TagLength),
                    AssociatedLength = associated.Length,
                    TextLength = text.Length,
                };
            }

            ComputeTags(macs, count);
        }
    }

    /// <summary>Combines every stretch with its key stream; stretches do not overlap.</summary>
    /// <param name="stretches">The first of them.</param>
    /// <param name="count">How many.</param>
    protected abstract void Combine(Stretch* stretches, int count);

    /// <summary>Takes whole blocks into a Poly1305.</summary>
    /// <param name="mac">The computation so far.</param>
    /// <param name="blocks">The first block.</param>
    /// <param name="count">How many blocks of 16 bytes; may be none.</param>
    protected abstract void Absorb(ref Poly1305 mac, byte* blocks, int count);

    /// <summary>Computes the tags of a group; a kernel may do better than one after the other.</summary>
    /// <param name="messages">The first of them.</param>
    /// <param name="count">How many: at most <see cref="GroupLength"/>.</param>
    protected virtual void ComputeTags(MacMessage* messages, int count)
    {
        for (int index = 0; index < count; index++)
        {
            ComputeTag(messages + index);
        }
    }

    /// <summary>Poly1305 of associated bytes and ciphertext, each padded to whole blocks, and their lengths (RFC 8439 §2.8).</summary>
    protected void ComputeTag(MacMessage* message)
    {
        var mac = new Poly1305(message->Key);
        AbsorbPadded(ref mac, message->Associated, message->AssociatedLength);
        AbsorbPadded(ref mac, message->Text, message->TextLength);
        mac.Absorb((ulong)message->AssociatedLength, (ulong)message->TextLength);
        mac.Finish(message->Tag);
    }

    [SkipLocalsInit]
    private void SealGroup(AeadMessage* messages, int count)
    {
        // Zero at first, because key stream is combined with what is there.
        byte* keys = stackalloc byte[GroupLength * AeadMessage.KeySlotLength];
        var keyBytes = new Span<byte>(keys, count * AeadMessage.KeySlotLength);
        keyBytes.Clear();
        Stretch* stretches = stackalloc Stretch[2 * GroupLength];
        for (int index = 0; index < count; index++)
        {
            stretches[index] = messages[index].KeyStretch(keys + (index * AeadMessage.KeySlotLength));
            stretches[count + index] = messages[index].TextStretch();
        }

        Combine(stretches, 2 * count);
        MacMessage* macs = stackalloc MacMessage[GroupLength];
        for (int index = 0; index < count; index++)
        {
            macs[index] = messages[index].ToMac(keys + (index * AeadMessage.KeySlotLength), messages[index].Tag);
        }

        ComputeTags(macs, count);

        CryptographicOperations.ZeroMemory(keyBytes);
    }

    [SkipLocalsInit]
    private void OpenGroup(AeadMessage* messages, int count)
    {
        // Zero at first, because key stream is combined with what is there.
        byte* keys = stackalloc byte[GroupLength * AeadMessage.KeySlotLength];
        var keyBytes = new Span<byte>(keys, count * AeadMessage.KeySlotLength);
        keyBytes.Clear();
        Stretch* stretches = stackalloc Stretch[GroupLength];
        for (int index = 0; index < count; index++)
        {
            stretches[index] = messages[index].KeyStretch(keys + (index * AeadMessage.KeySlotLength));
        }

        Combine(stretches, count);
        MacMessage* macs = stackalloc MacMessage[GroupLength];
        byte* tags = stackalloc byte[GroupLength * TagLength];
        for (int index = 0; index < count; index++)
        {
            macs[index] = messages[index].ToMac(keys + (index * AeadMessage.KeySlotLength), tags + (index * TagLength));
        }

        ComputeTags(macs, count);
        int authentic = 0;
        for (int index = 0; index < count; index++)
        {
            AeadMessage* message = messages + index;
            message->Authentic = FixedTime.AreEqual(message->Tag, tags + (index * TagLength), TagLength);
            if (message->Authentic)
            {
                stretches[authentic++] = message->TextStretch();
            }
        }

        CryptographicOperations.ZeroMemory(keyBytes);
        Combine(stretches, authentic);
    }

    private void AbsorbPadded(ref Poly1305 mac, byte* bytes, int length)
    {
        int blocks = length / Poly1305.BlockLength;
        if (blocks != 0)
        {
            Absorb(ref mac, bytes, blocks);
        }

        int rest = length % Poly1305.BlockLength;
        if (rest != 0)
        {
            mac.AbsorbPadded(bytes + length - rest, rest);
        }
    }
}
