using System.Buffers.Binary;
using Pipeline.Crypto.Cbc;
using Pipeline.Crypto.Transforms;
using Pipeline.Engine.Ike.V1.Keys;
using Pipeline.Engine.Ike.V1.Messages;
using Pipeline.Engine.Wire.Ike;
using Pipeline.Engine.Wire.Ike.V1;
using Pipeline.UnitTests.Captures;
using Pipeline.UnitTests.Support;
using Xunit;

namespace Pipeline.UnitTests.Fuzz;

/// <summary>Nothing that reads IKEv1 throws, keeps more than it was given, or reads what it cannot write.</summary>
public sealed class IsakmpFuzzTests
{
    // An attribute of four bytes makes a record of some 60, and lists grow by doubling: so much for each byte, and no more.
    private const int AllocatedPerByte = 120;
    private const int AllocatedAtLeast = 8_192;

    private static readonly IsakmpPayloadType[] Types =
        [.. Enum.GetValues<IsakmpPayloadType>().Where(type => type != IsakmpPayloadType.None), (IsakmpPayloadType)46, (IsakmpPayloadType)255];

    [Fact]
    public void Random_bodies_of_every_payload_never_throw()
    {
        var random = new Random(31);
        for (int round = 0; round < 200_000; round++)
        {
            var chain = new byte[4 + random.Next(0, 80)];
            random.NextBytes(chain.AsSpan(4));
            BinaryPrimitives.WriteUInt16BigEndian(chain.AsSpan(2), (ushort)chain.Length);
            if (round % 2 == 0)
            {
                // Small numbers where counts and lengths stand get further than random ones.
                for (int index = 4; index < chain.Length; index++)
                {
                    chain[index] &= (byte)random.Next(32);
                }
            }

            Read(chain, Types[random.Next(Types.Length)]);
        }
    }

    [Fact]
    public void Mutated_messages_never_throw_and_what_is_read_can_be_written()
    {
        var random = new Random(32);
        byte[][] seeds = [.. Seeds(random)];
        for (int round = 0; round < 200_000; round++)
        {
            byte[] bytes = Mutate(seeds[random.Next(seeds.Length)], random);
            long before = GC.GetAllocatedBytesForCurrentThread();
            bool isRead = IsakmpMessage.TryRead(bytes, out IsakmpMessage message, out IsakmpReadFailure failure);
            long allocated = GC.GetAllocatedBytesForCurrentThread() - before;

            Assert.InRange(allocated, 0, AllocatedAtLeast + (bytes.Length * AllocatedPerByte));
            Assert.Equal(isRead, failure.Error == IkeReadError.None);
            if (isRead)
            {
                Assert.True(IsakmpMessage.TryRead(message.Write(), out IsakmpMessage again, out _));
                Assert.Equal(message, again);
                Assert.InRange(message.BehindFirst().Length, 0, bytes.Length);
            }
        }
    }

    [Theory]
    [InlineData("des-cbc")]
    [InlineData("3des-cbc")]
    [InlineData("aes256-cbc")]
    public void A_wrong_key_never_throws(string name)
    {
        var random = new Random(33);
        Assert.True(TransformCatalog.TryFindEncryption(name, out EncryptionAlgorithm algorithm));
        var exchange = new Phase1Exchange(1, 2, default, default, IsakmpMessages.Bytes(random, 9, 10), default, default);
        using var cipher = new MessageCipherV1(
            Phase1Hash.All[0], CbcCipher.Create(algorithm, IsakmpMessages.Bytes(random, algorithm.KeyLength, algorithm.KeyLength + 1)), exchange);
        byte[][] seeds = [.. Recorded()];
        for (int round = 0; round < 20_000; round++)
        {
            byte[] bytes = Mutate(seeds[random.Next(seeds.Length)], random);
            if (bytes.Length > IkeHeader.HeaderLength)
            {
                bytes[19] |= 1;
            }

            if (IsakmpMessage.TryRead(bytes, out IsakmpMessage outer, out _))
            {
                cipher.TryOpen(outer, out _, out _);
            }
        }
    }

    [Fact]
    public void Fragments_in_any_order_with_any_number_hold_little_and_come_out_whole_or_not_at_all()
    {
        var random = new Random(34);
        var limits = new VendorFragmentLimits { MaximumFragmentCount = 16, MaximumMessageLength = 600, MaximumMessageCount = 2 };
        var fragments = new VendorFragments(limits);
        for (int round = 0; round < 100_000; round++)
        {
            IsakmpMessage message = IsakmpMessages.Next(random) with
            {
                Exchange = IsakmpExchangeType.MainMode,
                MessageId = 0,
                Payloads =
                [
                    new FragmentPayload(
                        (ushort)random.Next(3), (byte)random.Next(1, 20), random.Next(4) == 0, IsakmpMessages.Bytes(random, 1, 120)),
                ],
            };

            FragmentVerdict verdict = fragments.Add(message, out byte[]? whole);

            Assert.Equal(verdict == FragmentVerdict.Whole, whole is not null);
            Assert.InRange(whole?.Length ?? 0, 0, limits.MaximumMessageLength);
            Assert.InRange(fragments.HeldLength, 0, limits.MaximumMessageCount * limits.MaximumMessageLength);
        }
    }

    [Fact]
    public void What_is_cut_comes_together_in_any_order()
    {
        var random = new Random(35);
        for (int round = 0; round < 2_000; round++)
        {
            byte[] message = IsakmpMessages.Next(random).Write();
            byte[][] cut = [.. VendorFragments.Cut(message, (ushort)round, random.Next(60, 600)) ?? []];
            var fragments = new VendorFragments(VendorFragmentLimits.Default);
            if (cut.Length is < 2 or > 64)
            {
                continue;
            }

            random.Shuffle(cut);
            byte[]? whole = null;
            foreach (byte[] bytes in cut)
            {
                Assert.Null(whole);
                Assert.True(IsakmpMessage.TryRead(bytes, out IsakmpMessage outer, out _));
                fragments.Add(outer, out whole);
            }

            Assert.Equal(message, whole);
            Assert.Equal(0, fragments.HeldLength);
        }
    }

    private static IEnumerable<byte[]> Recorded() =>
        RecordedIke.SessionsV1.SelectMany(RecordedIke.Read).Select(datagram => datagram.Bytes);

    private static IEnumerable<byte[]> Seeds(Random random) =>
        Recorded().Concat(Enumerable.Range(0, 100).Select(_ => IsakmpMessages.Next(random).Write()));

    private static byte[] Mutate(byte[] seed, Random random)
    {
        byte[] bytes = random.Next(4) == 0 ? seed[..random.Next(seed.Length + 1)] : [.. seed];
        for (int flips = random.Next(1, 4); flips > 0 && bytes.Length > 0; flips--)
        {
            bytes[random.Next(bytes.Length)] = random.Next(3) switch { 0 => 0, 1 => 0xFF, _ => (byte)random.Next(256) };
        }

        if (bytes.Length >= IkeHeader.HeaderLength && random.Next(8) != 0)
        {
            // Past the first check, so that the others have something to do.
            bytes[17] = IkeHeader.Version1;
            BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(24), bytes.Length);
        }

        return bytes;
    }

    private static void Read(byte[] chain, IsakmpPayloadType type)
    {
        bool isRead = PayloadChain.TryRead(
            chain, type, mayBePadded: false, out ValueList<IsakmpPayload> payloads, out IsakmpReadFailure failure);
        Assert.Equal(isRead, failure.Error == IkeReadError.None);
        if (!isRead)
        {
            return;
        }

        var writer = new PayloadWriter();
        PayloadChain.Write(payloads, writer);
        Assert.True(PayloadChain.TryRead(writer.ToArray(), type, mayBePadded: false, out ValueList<IsakmpPayload> again, out _));
        Assert.Equal(payloads, again);
    }
}
