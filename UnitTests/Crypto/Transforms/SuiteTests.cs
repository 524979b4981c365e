using Pipeline.Crypto.Transforms;
using Xunit;

namespace Pipeline.UnitTests.Crypto.Transforms;

/// <summary>What every transform promises (<see cref="PacketTransform"/>), for all suites of ESP and AH.</summary>
public sealed class SuiteTests
{
    public static TheoryData<string> All => TestSuites.All;

    [Theory]
    [MemberData(nameof(All))]
    public void Opens_what_it_sealed_at_every_length_and_touches_nothing_else(string name)
    {
        PacketTransform transform = TestSuites.Find(name);
        var random = new Random(1);
        using PacketKey sealing = transform.CreateKey(
            TestSuites.Bytes(random, transform.EncryptionKeyLength), TestSuites.Bytes(random, transform.IntegrityKeyLength));
        random = new Random(1);
        using PacketKey opening = transform.CreateKey(
            TestSuites.Bytes(random, transform.EncryptionKeyLength), TestSuites.Bytes(random, transform.IntegrityKeyLength));

        for (int blocks = 0; blocks <= 24; blocks++)
        {
            byte[] text = TestSuites.Bytes(random, blocks * transform.BlockLength);
            ulong sequence = (ulong)random.NextInt64();
            TestPacket packet = TestPacket.Create(
                transform, sealing, text, sequence, extended: blocks % 2 == 0, TestSuites.IsAh(name));
            packet.Seal();
            packet.Key = opening;
            bool stays = TestSuites.IsAh(name) || name.StartsWith("null", StringComparison.Ordinal)
                || TestSuites.SuiteOf(name).EndsWith("gmac", StringComparison.Ordinal);

            Assert.Equal(stays || text.Length == 0, packet.Text.SequenceEqual(text));
            Assert.True(packet.Open());
            Assert.Equal(text, packet.Text);
            Assert.True(packet.MarginsAreIntact);
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Refuses_keys_of_a_wrong_length(string name)
    {
        PacketTransform transform = TestSuites.Find(name);
        byte[] encryptionKey = new byte[transform.EncryptionKeyLength];
        byte[] integrityKey = new byte[transform.IntegrityKeyLength];

        Assert.Throws<ArgumentException>(() => transform.CreateKey(new byte[encryptionKey.Length + 1], integrityKey));
        Assert.Throws<ArgumentException>(() => transform.CreateKey(encryptionKey, new byte[integrityKey.Length + 1]));
        if (encryptionKey.Length != 0)
        {
            Assert.Throws<ArgumentException>(() => transform.CreateKey(encryptionKey.AsSpan(1), integrityKey));
        }

        if (integrityKey.Length != 0)
        {
            Assert.Throws<ArgumentException>(() => transform.CreateKey(encryptionKey, integrityKey.AsSpan(1)));
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public void A_batch_may_mix_keys_and_forgeries(string name)
    {
        PacketTransform transform = TestSuites.Find(name);
        bool canTell = transform.IcvLength != 0;
        var random = new Random(2);
        PacketKey[] keys = [.. Enumerable.Range(0, 5).Select(_ => TestSuites.NewKey(transform, random))];
        byte[][] texts =
            [.. Enumerable.Range(0, 40).Select(_ => TestSuites.Bytes(random, random.Next(1, 40) * transform.BlockLength))];
        TestPacket[] packets = [.. texts.Select((text, index) => TestPacket.Create(
            transform, keys[random.Next(keys.Length)], text, (ulong)index + 1, random.Next(2) == 0, TestSuites.IsAh(name)))];

        transform.Seal([.. packets.Select(packet => packet.SealJob())]);
        for (int index = 0; canTell && index < packets.Length; index += 3)
        {
            packets[index].Icv[^1] ^= 0x80;
        }

        OpenJob[] jobs = [.. packets.Select(packet => packet.OpenJob())];
        transform.Open(jobs);

        for (int index = 0; index < packets.Length; index++)
        {
            bool forged = canTell && index % 3 == 0;
            Assert.Equal(!forged, jobs[index].Authentic);
            Assert.True(forged || packets[index].Text.SequenceEqual(texts[index]));
        }

        Array.ForEach(keys, key => key.Dispose());
    }

    [Theory]
    [InlineData("aes128-cbc+hmac-sha1-96", 24)]
    [InlineData("aes256-cbc+hmac-sha1-96", 1)]
    [InlineData("3des-cbc+hmac-sha1-96", 12)]
    public void Refuses_text_that_is_not_whole_blocks_though_its_ICV_is_right(string name, int textLength)
    {
        // The NULL cipher with the same integrity key marks any length, IV included.
        byte[] integrityKey = new byte[20];
        PacketTransform transform = TestSuites.Find(name);
        PacketTransform marker = TestSuites.Find("null+hmac-sha1-96");
        using PacketKey key = transform.CreateKey(new byte[transform.EncryptionKeyLength], integrityKey);
        using PacketKey markerKey = marker.CreateKey([], integrityKey);
        TestPacket packet = TestPacket.Create(marker, markerKey, new byte[transform.IvLength + textLength]);
        packet.Seal();
        OpenJob[] jobs = [packet.OpenJob()];
        jobs[0].Key = key;
        jobs[0].TextOffset += transform.IvLength;
        jobs[0].TextLength = textLength;

        transform.Open(jobs);

        Assert.False(jobs[0].Authentic);
        Assert.False(packet.Text.ContainsAnyExcept((byte)0), "Decrypted though refused.");
    }

    [Theory]
    [MemberData(nameof(All))]
    public void An_erased_key_protects_nothing_and_believes_nothing(string name)
    {
        PacketTransform transform = TestSuites.Find(name);
        PacketKey key = TestSuites.NewKey(transform, new Random(8));
        TestPacket packet = TestPacket.Create(transform, key, new byte[64], isAh: TestSuites.IsAh(name));
        packet.Seal();
        byte[] text = [.. packet.Text];
        key.Dispose();

        Assert.ThrowsAny<ObjectDisposedException>(packet.Seal);
        Assert.ThrowsAny<ObjectDisposedException>(() => packet.Open());
        Assert.True(packet.Text.SequenceEqual(text), "It worked on the text before it refused.");
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Disposing_a_key_twice_is_harmless(string name)
    {
        PacketTransform transform = TestSuites.Find(name);
        PacketKey key = TestSuites.NewKey(transform, new Random(8));
        TestPacket packet = TestPacket.Create(transform, key, new byte[64], isAh: TestSuites.IsAh(name));
        packet.Seal();
        packet.Open();

        key.Dispose();
        Exception? thrown = Record.Exception(key.Dispose);

        Assert.Null(thrown);
    }

    [Fact]
    public void One_transform_serves_many_threads()
    {
        string[] names = [.. TestSuites.EspNames];
        int wrong = 0;

        Parallel.For(0, 8, thread =>
        {
            var random = new Random(thread);
            foreach (string name in names)
            {
                PacketTransform transform = TestSuites.Find(name);
                using PacketKey key = TestSuites.NewKey(transform, random);
                for (ulong sequence = 1; sequence <= 20; sequence++)
                {
                    byte[] text = TestSuites.Bytes(random, 48);
                    TestPacket packet = TestPacket.Create(transform, key, text, sequence);
                    packet.Seal();
                    bool right = packet.Open() && packet.Text.SequenceEqual(text);
                    Interlocked.Add(ref wrong, right ? 0 : 1);
                }
            }
        });

        Assert.Equal(0, wrong);
    }

    [Fact]
    public void Works_on_packets_longer_than_its_first_working_memory()
    {
        // A superpacket before segmentation may pass 64 KiB; a new thread starts with no working memory at all.
        string[] names = ["aes128-gcm", "aes128-gmac", "aes128-ccm", "aes128-ctr+aes-xcbc-96"];
        bool[] opened = new bool[names.Length];
        var thread = new Thread(() =>
        {
            for (int index = 0; index < names.Length; index++)
            {
                PacketTransform transform = TestSuites.Find(names[index]);
                using PacketKey key = TestSuites.NewKey(transform, new Random(4));
                byte[] text = TestSuites.Bytes(new Random(4), 70_000 + (index * 4_000));
                TestPacket packet = TestPacket.Create(transform, key, text);
                packet.Seal();
                opened[index] = packet.Open() && packet.Text.SequenceEqual(text);
            }
        });

        thread.Start();
        thread.Join();

        Assert.All(opened, Assert.True);
    }
}
