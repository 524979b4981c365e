namespace Pipeline.Crypto.Signatures.Vectors;

/// <summary>A good signature of every family, and the same for another message.</summary>
internal static class KnownSignatures
{
    /// <summary>The first is believed, the second is not.</summary>
    private const string RightAnswer = "0100";

    /// <summary>2048 bits, made by OpenSSL for this alone; its private key is gone.</summary>
    private const string RsaKey = "30820122300d06092a864886f70d01010105000382010f003082010a028201010095d077e93207776145c9bad01b7d8bf5eb6bb1dc568a53"
        + "d9485a6fbbf64dcaf86aabe501d3fe151b4919a1e68bae588d601b8a306ddf9ec6375d64903261102ca1c5b9cc70456ebbf7e00e2534da20"
        + "6b61bafa0dfb797a336f1de9d2c91d7b7cfd180be1dd3e4f75342d0d48155955f403ab897b5ee7e702b133f9a5e365a2400a7ebc0d9ffbba"
        + "10a0d7dbae1907a6d5e64f27200ca8cd87a07e69000135085c425261cb7dcd9a896b134390033db7f8e4061a570b0cb3961205165f52236a"
        + "e3a5393ef59a4dee8597dc49c95e640d6061f4f99ffdf12cf82a1b13b228d72cf63365d2a33b82f6b6978a4bae0ebe4003b859e8912de120"
        + "3293c9f5875bdce5d70203010001";

    /// <summary>All of them.</summary>
    internal static IEnumerable<KnownAnswer> All =>
    [
        Signature(
            "rsa-pkcs1-sha256 (by OpenSSL)",
            key: RsaKey,
            message: "73616d706c65",
            signature: "065fb30742ae402e5ed8660c2024bc735b9e9b183b849fd6918570ba9d140d50e9c6a26daa449a1751111fec8883b3a9"
                + "d068a851378184c98815eb995db629efa311459efe7ce676c72ba5a055d65a9c69c9a0c0c3d6086863fe47f080a5a1b1"
                + "71719238dc3b55a798deedc3de20d65b1ad6669ffd90876ab7b32e682b06f5e0eac3e2d6db8e094cb008e892485a8f59"
                + "c840d9c981fd3351b68bec98dfc21e0cfa10f6531128c71926f61f55d0cfa908c7ec5a89beea706d1673f0d3f7c5eae7"
                + "e7213e0e205b468812e825f76b281827bab85e8ce35b08685f787b91cfff63242d2b8935f783a007a832a4fcbdc3705c"
                + "bda7a4ed0473ed13f099da4ec40bc65e"),
        Signature(
            "rsa-pss-sha256 (by OpenSSL)",
            key: RsaKey,
            message: "73616d706c65",
            signature: "094c51cb65800f0c47980fe7769790aedaa761c80857bebaeea474bed40f880e42c991502a50df40b3727a11b4718b3c"
                + "8edba1192432d03fa714dca27d45c421eb564b046661a94a8724493562366450cbd3fe04dda850f870da206931fe074e"
                + "0423d3411c9e7781f2db7c021b99aa59a89d392b6aa60faddec4e13e8e76fc24b16d329ebc232f021e27f2794ab85aa2"
                + "0f2f0e250ccddd0d03fbcf70ce2f098eef0a3e3591aa01edd74db48ce02d8bb893fe8ef5942e4dcd846bc2f36c3d8904"
                + "085c0bfb0657ea6945773c43a704af8819fcbb1b0e0c3a95a325887e9e555177142a998da56454e8f6fe8ba12c84bf6a"
                + "b5daf2b597e36878e36db93166517a83"),
        Signature(
            "ecdsa-256 (RFC 6979 §A.2.5)",
            key: "3059301306072a8648ce3d020106082a8648ce3d0301070342000460fed4ba255a9d31c961eb74c6356d68c049b8923b"
                + "61fa6ce669622e60f29fb67903fe1008b8bc99a41ae9e95628bc64f2f1b20c2d7e9f5177a3c294d4462299",
            message: "73616d706c65",
            signature: "efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716f7cb1c942d657c41d436c7a1b6e29f65"
                + "f3e900dbb9aff4064dc4ab2f843acda8"),
        Signature(
            "ed25519 (RFC 8032 §7.1, test 2)",
            key: "302a300506032b65700321003d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
            message: "72",
            signature: "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c"
                + "387b2eaeb4302aeeb00d291612bb0c00"),
    ];

    private static KnownAnswer Signature(string algorithm, string key, string message, string signature) =>
        new(algorithm, RightAnswer, () =>
        {
            SignatureAlgorithm way = SignatureCatalog.All.Single(row => row.Name == algorithm.Split(' ')[0]);
            if (!PublicKey.TryRead(Convert.FromHexString(key), allowLegacy: false, out PublicKey? reader, out _))
            {
                return [];
            }

            byte[] signed = Convert.FromHexString(message), bytes = Convert.FromHexString(signature);
            bool good = reader.Verify(way, signed, bytes), forged = reader.Verify(way, [.. signed, 0], bytes);
            return [Convert.ToByte(good), Convert.ToByte(forged)];
        });
}
