import { expect, test } from "vitest";
import { byLikelihood, type Found, foundIn } from "./found";

const person = (username: string, name = username, followed = false): Found => ({
  name,
  username,
  avatar: null,
  followed,
});

test("what the search answers is read, and nothing else", () => {
  const alice = {
    id: 1,
    username: "alice",
    name: "Alice A",
    picture: "/api/pictures/x/192/",
    followed: true,
  };
  expect(foundIn([alice, { username: 1 }, null])).toEqual([
    { name: "Alice A", username: "alice", avatar: "/api/pictures/x/192/", followed: true },
  ]);
  expect(foundIn({ detail: "no" })).toEqual([]);
});

test("whose name begins so comes first, then whom one follows, then as the server ordered them", () => {
  const people = [
    person("carla"),
    person("pascal", "Pascal", true),
    person("Alina"),
    person("bob", "Bob Alder"),
    person("alice", "Alice", true),
  ];
  const order = byLikelihood(people, "al").map(({ username }) => username);
  expect(order).toEqual(["alice", "Alina", "bob", "pascal", "carla"]);
});
