using System.Buffers.Binary;
using Pipeline.Crypto;
using Pipeline.Crypto.KeyDerivation;
using Pipeline.Crypto.Transforms;
using Pipeline.Engine.Ike.Messages;
using Pipeline.Engine.Ike.V2;
using Pipeline.Engine.Wire.Ike;
using Pipeline.Engine.Wire.Ike.V2;
using Pipeline.UnitTests.Captures;
using Pipeline.UnitTests.Crypto.Transforms;
using Pipeline.UnitTests.Support;
using Xunit;

namespace Pipeline.UnitTests.Fuzz;

/// <summary>Nothing that reads IKE throws, keeps more than it was given, or reads what it cannot write.</summary>
public sealed class IkeFuzzTests
{
    // A payload of four bytes makes a record of some 60, and lists grow by doubling: so much for each byte, and no more.
    private const int AllocatedPerByte = 120;
    private const int AllocatedAtLeast = 8_192;

    private static readonly PayloadType[] Types =
        [.. Enum.GetValues<PayloadType>().Where(type => type != PayloadType.None), (PayloadType)1, (PayloadType)255];

    [Fact]
    public void Random_bodies_of_every_payload_never_throw()
    {
        var random = new Random(21);
        for (int round = 0; round < 300_000; round++)
        {
            int length = random.Next(0, 80);
            var chain = new byte[4 + length];
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
        var random = new Random(22);
        byte[][] seeds = [.. Seeds(random)];
        for (int round = 0; round < 300_000; round++)
        {
            byte[] bytes = Mutate(seeds[random.Next(seeds.Length)], random);
            long before = GC.GetAllocatedBytesForCurrentThread();
            bool isRead = IkeMessage.TryRead(bytes, out IkeMessage message, out IkeReadFailure failure);
            long allocated = GC.GetAllocatedBytesForCurrentThread() - before;

            Assert.InRange(allocated, 0, AllocatedAtLeast + (bytes.Length * AllocatedPerByte));
            Assert.Equal(isRead, failure.Error == IkeReadError.None);
            if (isRead)
            {
                Assert.True(IkeMessage.TryRead(message.Write(), out IkeMessage again, out _));
                Assert.Equal(message, again);
            }
        }
    }

    [Fact]
    public void Mutated_protected_messages_never_open_and_hold_nothing()
    {
        var random = new Random(23);
        foreach (string session in RecordedIke.Sessions)
        {
            using MessageProtection protection = Protection(session, random);
            byte[][] seeds = [.. RecordedIke.Read(session).Skip(2).Select(datagram => datagram.Bytes)];
            for (int round = 0; round < 5_000; round++)
            {
                if (IkeMessage.TryRead(Mutate(seeds[random.Next(seeds.Length)], random), out IkeMessage outer, out _))
                {
                    OpenOutcome outcome = protection.Open(outer, out _, out _);
                    Assert.True(outcome is OpenOutcome.NotAuthentic or OpenOutcome.NotProtected or OpenOutcome.FragmentIgnored);
                }
            }

            Assert.Equal(0, protection.HeldLength);
        }
    }

    [Fact]
    public void Authentic_nonsense_never_throws()
    {
        var random = new Random(24);
        using MessageProtection initiator = Protection("ikev2-psk-gcm128-udp", new Random(1), isInitiator: true);
        using MessageProtection responder = Protection("ikev2-psk-gcm128-udp", new Random(1));
        for (int round = 0; round < 20_000; round++)
        {
            // A peer may seal whatever it likes: the body of a payload that we do not look at becomes the chain of another type.
            IkeMessage message = IkeMessages.Next(random);
            byte[] body = Mutate(message.Write(), random);
            message = message with { Payloads = [new RawPayload(Types[random.Next(Types.Length)], body)] };
            foreach (byte[] bytes in initiator.SealInFragments(message, random.Next(100, 1500)))
            {
                Assert.True(IkeMessage.TryRead(bytes, out IkeMessage outer, out _));
                Assert.NotEqual(OpenOutcome.NotAuthentic, responder.Open(outer, out _, out _));
            }

            Assert.InRange(responder.HeldLength, 0, 2 * MessageLimits.MaximumMessageLength);
        }
    }

    private static IEnumerable<byte[]> Seeds(Random random)
    {
        foreach (string session in RecordedIke.Sessions)
        {
            var replay = new IkeReplay(session);
            replay.Run();
            foreach (IkeMessage message in replay.Messages)
            {
                yield return message.Write();
            }
        }

        for (int count = 0; count < 100; count++)
        {
            yield return IkeMessages.Next(random).Write();
        }
    }

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
            bytes[17] = IkeHeader.Version2;
            BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(24), bytes.Length);
        }

        return bytes;
    }

    private static void Read(byte[] chain, PayloadType type)
    {
        bool isRead = PayloadChain.TryRead(chain, type, out ValueList<IkePayload> payloads, out IkeReadFailure failure);
        Assert.Equal(isRead, failure.Error == IkeReadError.None);
        if (!isRead)
        {
            return;
        }

        var writer = new PayloadWriter();
        PayloadChain.Write(payloads, writer);
        Assert.True(PayloadChain.TryRead(writer.ToArray(), type, out ValueList<IkePayload> again, out _));
        Assert.Equal(payloads, again);
    }

    private static MessageProtection Protection(string session, Random random, bool isInitiator = false)
    {
        PacketTransform transform = TestSuites.Find(session switch
        {
            "ikev2-cert-cbc256-sha256-frag-udp" => "aes256-cbc+hmac-sha256-128",
            "ikev2-eap-ctr-udp" => "aes256-ctr+aes-xcbc-96",
            "ikev2-mlkem768-chacha-udp" => "chacha20-poly1305",
            "ikev2-ppk-ccm-udp" => "aes128-ccm",
            _ => "aes128-gcm",
        });
        var context = new IkeSaContext(IkeMessages.NextOctets(random, 32, 33), IkeMessages.NextOctets(random, 32, 33), 1, 2);
        using var secret = new SecretBytes([1, 2, 3]);
        using IkeSaKeys keys = new KeyScheduleV2(PrfCatalog.All[0], transform).Initial(secret, context);
        return MessageProtection.Create(transform, keys, isInitiator);
    }
}
