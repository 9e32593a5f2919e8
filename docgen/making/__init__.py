"""Papers in the making: what an order asks for, and how its papers are filled, converted and bound in children, many or one.

It knows how a paper is made, not when: the steps in their order are the pipeline's.
"""
